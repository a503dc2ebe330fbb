/** Kinds of expected failures; architecture.md §3 maps each to one HTTP status. */
export type ErrorKind =
  'malformed' | 'unauthenticated' | 'forbidden' | 'not-found' | 'conflict' | 'gone' | 'too-large' | 'invalid' | 'limited';

/** HTTP status of each kind (RFC 9110). */
export const statusOf: Readonly<Record<ErrorKind, number>> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  invalid: 422,
  limited: 429,
};

/** Further members of the problem document (RFC 9457): `allowed` for illegal transitions, `missing` for gates, others by code. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

/**
 * An expected failure: a stable `code` (`<SERVICE>.<REASON>`, never renamed), a `kind`, a sentence for people.
 * It changes nothing; over HTTP it becomes problem+json, for a process the input `CommandRefused`. Faults are plain errors.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    readonly details: ErrorDetails = {},
  ) {
    super(message);
    this.name = 'DomainError';
  }
}

/** True for expected failures, also for those of another copy of this package. */
export const isDomainError = (error: unknown): error is DomainError =>
  error instanceof Error && error.name === 'DomainError' && typeof (error as DomainError).code === 'string';

/** A service's table of codes: each code has one kind; it feeds OpenAPI and `errorFactory`. */
export type ErrorTable = Readonly<Record<string, ErrorKind>>;

/**
 * Makes the one function that raises a service's errors from its table:
 * `const fail = errorFactory(contractErrors); throw fail('CONTRACTS.MILESTONE_NOT_FUNDED', 'Work is accepted only …')`.
 */
export const errorFactory =
  <T extends ErrorTable>(table: T) =>
  (code: keyof T & string, message: string, details: ErrorDetails = {}): DomainError =>
    new DomainError(code, table[code] as ErrorKind, message, details);

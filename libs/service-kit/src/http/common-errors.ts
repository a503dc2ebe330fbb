import { DomainError, type ErrorDetails, type ErrorKind } from '@guildhall/kernel';

/** Codes that service-kit alone raises, with their HTTP status (cross-cutting.md, Errors). Services do not repeat them. */
export const COMMON_ERRORS = {
  'COMMON.VALIDATION': 400,
  'COMMON.IDEMPOTENCY_KEY_MISSING': 400,
  'COMMON.UNAUTHENTICATED': 401,
  'COMMON.FORBIDDEN': 403,
  'COMMON.NOT_FOUND': 404,
  'COMMON.METHOD_NOT_ALLOWED': 405,
  'COMMON.REVISION_CONFLICT': 409,
  'COMMON.PAYLOAD_TOO_LARGE': 413,
  'COMMON.UNSUPPORTED_MEDIA': 415,
  'COMMON.IDEMPOTENCY_KEY_REUSED': 422,
  'COMMON.RATE_LIMITED': 429,
  'COMMON.REGION_REFUSED': 451,
  'COMMON.INTERNAL': 500,
  'COMMON.UNAVAILABLE': 503,
} as const;
export type CommonCode = keyof typeof COMMON_ERRORS;

/** The kind of each `COMMON` code that is an expected failure; the others belong to the HTTP edge alone. */
const KINDS: Readonly<Partial<Record<CommonCode, ErrorKind>>> = {
  'COMMON.VALIDATION': 'malformed',
  'COMMON.IDEMPOTENCY_KEY_MISSING': 'malformed',
  'COMMON.UNAUTHENTICATED': 'unauthenticated',
  'COMMON.FORBIDDEN': 'forbidden',
  'COMMON.NOT_FOUND': 'not-found',
  'COMMON.REVISION_CONFLICT': 'conflict',
  'COMMON.PAYLOAD_TOO_LARGE': 'too-large',
  'COMMON.IDEMPOTENCY_KEY_REUSED': 'invalid',
  'COMMON.RATE_LIMITED': 'limited',
};

export type CommonRefusal = Extract<
  CommonCode,
  | 'COMMON.VALIDATION'
  | 'COMMON.IDEMPOTENCY_KEY_MISSING'
  | 'COMMON.UNAUTHENTICATED'
  | 'COMMON.FORBIDDEN'
  | 'COMMON.NOT_FOUND'
  | 'COMMON.REVISION_CONFLICT'
  | 'COMMON.RATE_LIMITED'
>;

/** An expected failure with a `COMMON` code, e.g. `common('COMMON.NOT_FOUND', 'No such contract')`: the 404 of "unknown or not yours". */
export const common = (code: CommonRefusal, message: string, details: ErrorDetails = {}): DomainError =>
  new DomainError(code, KINDS[code] ?? 'invalid', message, details);

import { isDomainError, statusOf, type DomainError } from '@guildhall/kernel';
import { HttpException } from '@nestjs/common';
import { COMMON_ERRORS, type CommonCode } from './common-errors.js';

/** A problem document (RFC 9457). `type` is a URN: codes are documented in OpenAPI, not behind an address. */
export type Problem = Readonly<{ type: string; title: string; status: number; detail: string; code: string }> &
  Readonly<Record<string, unknown>>;

/** What a failure becomes: its document and the headers that belong to it. */
export type Answer = Readonly<{ problem: Problem; headers: Readonly<Record<string, string>>; fault: unknown }>;

/** Seconds after which a caller may ask again while a part of the platform is away. */
const RETRY_AFTER_SECONDS = 2;

/** Title of a code: `CONTRACTS.MILESTONE_NOT_FUNDED` -> `Milestone not funded`. */
const titleOf = (code: string): string => {
  const words = (code.split('.').at(-1) ?? code).toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const problem = (code: string, status: number, detail: string, details: Readonly<Record<string, unknown>> = {}): Problem => ({
  ...details,
  type: `urn:guildhall:problem:${code}`,
  title: titleOf(code),
  status,
  detail,
  code,
});

/** Codes of HTTP failures that Nest or Fastify raise themselves. */
const BY_STATUS: Readonly<Record<number, CommonCode>> = {
  401: 'COMMON.UNAUTHENTICATED',
  403: 'COMMON.FORBIDDEN',
  404: 'COMMON.NOT_FOUND',
  405: 'COMMON.METHOD_NOT_ALLOWED',
  413: 'COMMON.PAYLOAD_TOO_LARGE',
  415: 'COMMON.UNSUPPORTED_MEDIA',
  429: 'COMMON.RATE_LIMITED',
};

/** Faults by name, so that an adapter of another copy of a package is understood as well. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'OutcomeUnknown',
  'ReadModelUnavailable',
  'DependencyUnavailable',
  'HandlerTimeout',
]);

/** Outages after which nobody knows yet whether it happened. */
const UNCONFIRMED: ReadonlySet<string> = new Set(['OutcomeUnknown', 'DependencyUnavailable']);

/** Whether a failure says that something which is needed is away, or did not answer in time. */
export const isOutage = (error: unknown): error is Error => error instanceof Error && UNAVAILABLE.has(error.name);

/**
 * The answer to any thrown thing: expected failures by kind, outages 503, everything else 500 without a word about its inside. `log`:
 * whether something of the request stands in the log, or may stand there.
 */
export const answerTo = (error: unknown, log: 'untouched' | 'touched' = 'untouched'): Answer => {
  if (isDomainError(error)) return ofDomainError(error);
  if (error instanceof HttpException && error.getStatus() < 500) return ofHttpException(error);
  if (isOutage(error)) return unavailable(error, log);
  return {
    problem: problem(
      'COMMON.INTERNAL',
      COMMON_ERRORS['COMMON.INTERNAL'],
      'Something went wrong on our side; the trace id helps us find it',
    ),
    headers: {},
    fault: error,
  };
};

const ofDomainError = (error: DomainError): Answer => {
  const status = statusOf[error.kind];
  const headers: Record<string, string> = {};
  if (status === 401) headers['www-authenticate'] = challengeOf(error.code);
  const { retryAfterSeconds } = error.details;
  if (typeof retryAfterSeconds === 'number') headers['retry-after'] = String(retryAfterSeconds);
  return { problem: problem(error.code, status, error.message, error.details), headers, fault: null };
};

/** RFC 6750, and RFC 9470 where a fresh password is wanted. */
const challengeOf = (code: string): string =>
  code.endsWith('.STEP_UP_REQUIRED') ? 'Bearer error="insufficient_user_authentication", max_age=300' : 'Bearer';

const ofHttpException = (error: HttpException): Answer => {
  const code = BY_STATUS[error.getStatus()] ?? 'COMMON.VALIDATION';
  const headers = code === 'COMMON.UNAUTHENTICATED' ? { 'www-authenticate': 'Bearer' } : {};
  return { problem: problem(code, COMMON_ERRORS[code], error.message), headers, fault: null };
};

const unavailable = (error: Error, log: 'untouched' | 'touched'): Answer => {
  const asked = (error as Error & { retryAfter?: unknown }).retryAfter;
  const seconds = typeof asked === 'number' ? Math.max(1, Math.ceil(asked)) : RETRY_AFTER_SECONDS;
  const detail =
    log === 'touched' || UNCONFIRMED.has(error.name)
      ? 'Nobody confirmed in time; repeat with the same Idempotency-Key to learn what happened'
      : 'A part of the platform is away; nothing was done, try again shortly';
  return {
    problem: problem('COMMON.UNAVAILABLE', COMMON_ERRORS['COMMON.UNAVAILABLE'], detail),
    headers: { 'retry-after': String(seconds) },
    fault: error,
  };
};

/** 404 of a path that has other methods is 405 with `Allow` (RFC 9110 §15.5.6). */
export const methodNotAllowed = (allowed: readonly string[]): Answer => ({
  problem: problem(
    'COMMON.METHOD_NOT_ALLOWED',
    COMMON_ERRORS['COMMON.METHOD_NOT_ALLOWED'],
    `Allowed here: ${allowed.join(', ')}`,
  ),
  headers: { allow: allowed.join(', ') },
  fault: null,
});

import { SetMetadata } from '@nestjs/common';
import type { AllowValue } from '../auth/roles.js';

export const ALLOW = Symbol('guildhall:allow');
export const IDEMPOTENCY_KEY_REQUIRED = Symbol('guildhall:idempotency-key-required');
export const STEP_UP = Symbol('guildhall:step-up');
export const ERRORS = Symbol('guildhall:errors');
export const SECRET_FIELDS = Symbol('guildhall:secret-fields');
export const RATE_CLASS = Symbol('guildhall:rate-class');

/** Who may call the operation. Required on every route (or its controller): one without it fails the start. */
export const Allow = (first: AllowValue, ...more: readonly AllowValue[]): ClassDecorator & MethodDecorator =>
  SetMetadata(ALLOW, [first, ...more]);

/** The request must carry `Idempotency-Key` (400 `COMMON.IDEMPOTENCY_KEY_MISSING`): every POST that creates a thing or moves money. */
export const IdempotencyKeyRequired = (): MethodDecorator => SetMetadata(IDEMPOTENCY_KEY_REQUIRED, 'required');

/** The password must have been given within 5 minutes, else 401 `<SERVICE>.STEP_UP_REQUIRED` (the code stands in the service's table). */
export const StepUp = (): MethodDecorator => SetMetadata(STEP_UP, 'required');

/** Codes of the service that the operation may answer; they feed OpenAPI. A code that is not in the service's table fails the start. */
export const Errors = (...codes: readonly string[]): MethodDecorator => SetMetadata(ERRORS, codes);

/** Body fields of class secret (passwords, codes, tokens): they never enter the request hash. Top-level names. */
export const SecretFields = (...fields: readonly string[]): MethodDecorator => SetMetadata(SECRET_FIELDS, fields);

/**
 * The budget that a request is counted in: `reads` (default of GET), `writes` (default of the rest) and `money` by user; `unlimited` for
 * callers with a proof of their own, such as signed webhooks.
 */
export type RateClass = 'reads' | 'writes' | 'money' | 'unlimited';
export const RateLimited = (rateClass: RateClass): MethodDecorator => SetMetadata(RATE_CLASS, rateClass);

import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { common } from './common-errors.js';

/** Where a request is wrong: JSON pointer (RFC 6901) into body or query, and a sentence. */
export type Violation = Readonly<{ pointer: string; detail: string }>;

/** Unknown fields are refused, not dropped: a client that sends one believes that it does something. */
export const createValidationPipe = (): ValidationPipe =>
  new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    stopAtFirstError: false,
    exceptionFactory: (errors) =>
      common('COMMON.VALIDATION', 'The request does not fit its schema', { errors: violationsOf(errors, '') }),
  });

const violationsOf = (errors: readonly ValidationError[], parent: string): readonly Violation[] =>
  errors.flatMap((error) => {
    const pointer = `${parent}/${error.property.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
    return [...own, ...violationsOf(error.children ?? [], pointer)];
  });

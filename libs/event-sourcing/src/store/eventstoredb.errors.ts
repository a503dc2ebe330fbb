import { isCommandError, StreamDeletedError, StreamNotFoundError, WrongExpectedVersionError } from '@eventstore/db-client';
import type { ExpectedRevision } from './event-store.port.js';
import { OutcomeUnknown, StoreUnavailable, StreamDeleted, WrongExpectedRevision } from './store.errors.js';

/**
 * gRPC status codes after which nobody knows what the server did: CANCELLED, UNKNOWN, DEADLINE_EXCEEDED, ABORTED, INTERNAL (a reset
 * stream), UNAVAILABLE. Source: https://grpc.github.io/grpc/core/md_doc_statuscodes.html
 */
const CONNECTION_CODES: ReadonlySet<unknown> = new Set([1, 2, 4, 10, 13, 14]);

/** Codes of Node errors that a broken connection leaves behind when the client did not wrap them. */
const NODE_CODE = /^(ERR_STREAM|ERR_HTTP2|ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)/;

/** By shape, not class: Node's own errors are made outside the module realm that test runners use. */
const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** True where the connection failed, not the request. Judged by gRPC code first: connection failures come without the client's class. */
const isConnectionFailure = (error: unknown): boolean => {
  const code = codeOf(error);
  if (CONNECTION_CODES.has(code)) return true;
  if (typeof code === 'string' && NODE_CODE.test(code)) return true;
  // Batch appends answer a server's time-out in band, without a code.
  return (
    error instanceof Error &&
    isCommandError(error) &&
    ['deadline-exceeded', 'timeout', 'unavailable', 'cancelled'].includes(error.type)
  );
};

/** True for the one fault that the client never recovers from: it keeps the failed question for the server's features. */
export const isStuckClient = (error: unknown): boolean => codeOf(error) === 4;

/** The port's error for a failed append (table of traps in stack.md, "Event-store client"). */
export const appendError = (stream: string, expected: ExpectedRevision, error: unknown): Error => {
  if (error instanceof WrongExpectedVersionError) {
    return new WrongExpectedRevision(stream, expected, typeof error.actualVersion === 'bigint' ? error.actualVersion : null);
  }
  if (error instanceof StreamDeletedError) return new StreamDeleted(`Stream ${stream} was deleted for good`, { cause: error });
  if (isConnectionFailure(error)) return new OutcomeUnknown(`Append to ${stream}: ${textOf(error)}`, { cause: error });
  return error instanceof Error ? error : new Error(textOf(error));
};

/** The port's error for a failed read, or null where the stream is not there (which reads as empty). */
export const readError = (what: string, error: unknown): Error | null => {
  if (error instanceof StreamNotFoundError) return null;
  if (error instanceof StreamDeletedError) return new StreamDeleted(`${what} was deleted for good`, { cause: error });
  if (isConnectionFailure(error)) return new StoreUnavailable(`${what}: ${textOf(error)}`, { cause: error });
  return error instanceof Error ? error : new Error(textOf(error));
};

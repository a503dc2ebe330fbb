import grpc from '@grpc/grpc-js';
import { AccessDenied, Unauthenticated } from '../access/access.js';

const { status } = grpc;

/** A call's failure as gRPC carries it; the trailing key `exception` selects the client's error class. */
export class RpcError extends Error {
  readonly metadata = new grpc.Metadata();

  constructor(
    readonly code: grpc.status,
    readonly details: string,
    trailers: Readonly<Record<string, string>> = {},
  ) {
    super(details);
    for (const [key, value] of Object.entries(trailers)) this.metadata.set(key, headerText(value));
  }
}

export const badRequest = (sentence: string): RpcError => new RpcError(status.INVALID_ARGUMENT, sentence);
export const unimplemented = (sentence: string): RpcError => new RpcError(status.UNIMPLEMENTED, sentence);
export const closing = (): RpcError => new RpcError(status.UNAVAILABLE, 'The event store is shutting down.');
export const refused = (reason: string): RpcError => new RpcError(status.RESOURCE_EXHAUSTED, reason);
export const deadlinePassed = (): RpcError =>
  new RpcError(status.DEADLINE_EXCEEDED, 'The deadline passed before the append was written.');

/** The client sees its TimeoutError: whether the write is there, it has to find out. */
export const overdue = (timeout: 'prepare' | 'commit'): RpcError =>
  new RpcError(status.ABORTED, `The write did not end within the ${timeout} time-out.`);

export const streamDeleted = (stream: string): RpcError =>
  new RpcError(status.FAILED_PRECONDITION, `Stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

/** `expected` and `actual` are always numbers: the client throws inside its callback on anything else (-1 none, -2 any, -4 exists). */
export const wrongExpectedVersion = (stream: string, expected: string, actual: number): RpcError =>
  new RpcError(status.FAILED_PRECONDITION, `Stream '${stream}' is at revision ${actual}, expected ${expected}.`, {
    exception: 'wrong-expected-version',
    'stream-name': stream,
    'expected-version': expected,
    'actual-version': String(actual),
  });

export const appendTooLarge = (maximum: number): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `An append may hold ${maximum} bytes of data at most.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(maximum),
  });

export const scavengeNotFound = (scavengeId: string): RpcError =>
  new RpcError(status.NOT_FOUND, `No scavenge '${scavengeId}' is running.`, {
    exception: 'scavenge-not-found',
    'scavenge-id': scavengeId,
  });

export const missingMetadata = (property: string): RpcError =>
  new RpcError(status.INVALID_ARGUMENT, `Every event needs the metadata '${property}'.`, {
    exception: 'missing-required-metadata-property',
    'required-metadata-properties': property,
  });

/** Any fault as an `RpcError`; what we did not foresee is INTERNAL with its own message. */
export function toRpcError(fault: unknown): RpcError {
  if (fault instanceof RpcError) return fault;
  if (fault instanceof Unauthenticated) return new RpcError(status.UNAUTHENTICATED, fault.message);
  if (fault instanceof AccessDenied) return new RpcError(status.PERMISSION_DENIED, fault.message, { exception: 'access-denied' });
  return new RpcError(status.INTERNAL, fault instanceof Error ? fault.message : String(fault));
}

// Header values are ASCII; a stream's name need not be.
const headerText = (text: string): string => text.replace(/[^\x20-\x7e]/gu, (character) => encodeURIComponent(character));

import { isDomainError } from '@guildhall/kernel';

/**
 * What a failure means for a retry (architecture.md §4, Retry). `outage`: unavailable, timeout, unknown outcome, conflict; repeated
 * without limit. `refused`: a `DomainError`. `fault`: a schema or programming error. The last two count; five park.
 */
export type FailureKind = 'outage' | 'refused' | 'fault';

/** Another system (payment provider, mail) cannot be reached or its outcome is open: repeated without limit with the same ids. */
export class DependencyUnavailable extends Error {
  override readonly name = 'DependencyUnavailable';
}

const OUTAGES: ReadonlySet<string> = new Set([
  'StoreUnavailable',
  'OutcomeUnknown',
  'WrongExpectedRevision',
  'ReadModelUnavailable',
  'DependencyUnavailable',
  'KeyStoreUnavailable',
  'TimeoutError',
  'AbortError',
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoOperationTimeoutError',
]);

/** Codes of Node's sockets and of undici that say: not reached, or cut. */
const NETWORK = /^(ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|UND_ERR_)/;

const isNetwork = (error: Error): boolean => {
  const { code, cause } = error as Error & { code?: unknown };
  if (typeof code === 'string' && NETWORK.test(code)) return true;
  return cause instanceof Error && isNetwork(cause);
};

/** Sorts a failure: by name and socket code, so that errors of other packages need not be imported. */
export const failureKind = (error: unknown): FailureKind => {
  if (isDomainError(error)) return 'refused';
  if (!(error instanceof Error)) return 'fault';
  return OUTAGES.has(error.name) || isNetwork(error) ? 'outage' : 'fault';
};

/** Code and sentence of a failure as they are parked; faults carry the code `FAULT`. */
export const failureReason = (error: unknown): Readonly<{ code: string; message: string }> => {
  if (isDomainError(error)) return { code: error.code, message: error.message };
  return { code: 'FAULT', message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
};

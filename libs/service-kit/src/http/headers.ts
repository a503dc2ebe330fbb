/** Header names of the HTTP interface (architecture.md §6), lower case as Node hands them over. */
export const HEADERS = {
  idempotencyKey: 'idempotency-key',
  idempotentReplayed: 'idempotent-replayed',
  position: 'guildhall-position',
  atLeast: 'guildhall-at-least',
  stale: 'guildhall-stale',
  party: 'guildhall-party',
  correlationId: 'guildhall-correlation-id',
  ifMatch: 'if-match',
  etag: 'etag',
} as const;

/** One value of a header; undefined where it is absent. A repeated header counts as its first value. */
export const headerOf = (headers: Readonly<Record<string, string | string[] | undefined>>, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};

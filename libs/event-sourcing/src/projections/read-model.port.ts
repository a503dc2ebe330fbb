/** Options of a query; `filter`, `sort` name document fields. Only operators that both MongoDB and the local server know. */
export type FindOptions = Readonly<{
  sort?: Readonly<Record<string, 1 | -1>>;
  skip?: number;
  limit?: number;
}>;

/**
 * Queries of one projection. Tombstones are filtered. After its documents a query reads the checkpoint and throws the fault
 * `ReadModelUnavailable` (503 COMMON.UNAVAILABLE with Retry-After) unless the state is `live`. `ids` come back as `_id`.
 */
export interface ReadModel<D extends object> {
  get(id: string): Promise<D | null>;
  find(filter: object, options?: FindOptions): Promise<readonly (D & { readonly _id: string })[]>;
  count(filter: object): Promise<number>;
  /** Waits (at most `timeoutMs`) until the model has applied `position`; answers the seconds it still lags, 0 when it was reached. */
  waitFor(position: bigint, timeoutMs: number): Promise<number>;
}

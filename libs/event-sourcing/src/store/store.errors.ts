/** The stream is not at the expected revision. `actual` is null where the stream does not exist. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: string,
    readonly expected: bigint | 'no_stream',
    readonly actual: bigint | null,
  ) {
    super(`Stream ${stream} is at ${actual ?? 'no stream'}, expected ${expected}`);
  }
}

/** The append may or may not have happened (broken connection, deadline): repeat it with the same event ids. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The store cannot be reached; nothing was done. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** The stream was tombstoned. */
export class StreamDeleted extends Error {
  override readonly name = 'StreamDeleted';
}

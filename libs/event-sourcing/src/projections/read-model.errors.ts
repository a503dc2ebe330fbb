/** A fault, not a refusal: the read model is being rebuilt or its database is away. Over HTTP 503 `COMMON.UNAVAILABLE` with Retry-After. */
export class ReadModelUnavailable extends Error {
  override readonly name = 'ReadModelUnavailable';
  constructor(
    readonly readModel: string,
    /** Seconds after which asking again makes sense. */
    readonly retryAfter: number,
    options?: ErrorOptions,
  ) {
    super(`Read model ${readModel} is not live`, options);
  }
}

/** The stream was tombstoned: nothing can be read from it ever again. */
export class StreamTombstoned extends Error {
  constructor(readonly stream: string) {
    super(`Stream '${stream}' is deleted.`);
  }
}

/** Adds up an append's data over all its chunks and says when it is too large; names, types, ids and metadata do not count (23.10). */
export class AppendSize {
  #bytes = 0;

  /** `most` is in bytes. */
  constructor(private readonly most: number) {}

  add(data: Uint8Array): 'fits' | 'too-large' {
    this.#bytes += data.length;
    return this.#bytes > this.most ? 'too-large' : 'fits';
  }
}

/** Most data bytes of one append over all its chunks; names, types, ids and metadata do not count (23.10). */
export const MAX_APPEND_BYTES = 1024 * 1024;

/** Adds up an append's data and says when it has become too large. */
export class AppendSize {
  #bytes = 0;

  add(data: Uint8Array): 'fits' | 'too-large' {
    this.#bytes += data.length;
    return this.#bytes > MAX_APPEND_BYTES ? 'too-large' : 'fits';
  }
}

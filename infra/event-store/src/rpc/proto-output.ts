/** Bytes of a number as a varint. */
export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) length += 1;
  return length;
}

/** A length-delimited field with a one-byte tag. */
export const fieldLength = (length: number): number => 1 + varintLength(length) + length;

/** Writes protobuf fields one behind the other. All field numbers here are below 16: their tags take one byte. */
export class ProtoOutput {
  readonly bytes: Buffer;
  #at = 0;

  constructor(length: number) {
    this.bytes = Buffer.allocUnsafe(length);
  }

  tag(field: number, wireType: number): this {
    this.bytes[this.#at++] = (field << 3) | wireType;
    return this;
  }

  number(field: number, value: number): this {
    return this.tag(field, 0).#varint(value);
  }

  header(field: number, length: number): this {
    return this.tag(field, 2).#varint(length);
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  text(text: string, length: number): this {
    if (length === text.length) this.bytes.write(text, this.#at, length, 'latin1');
    else this.bytes.write(text, this.#at, length, 'utf8');
    this.#at += length;
    return this;
  }

  #varint(value: number): this {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.#at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.#at++] = rest;
    return this;
  }
}

/** The bytes are no protobuf message. */
export class MalformedMessage extends Error {}

const VARINT = 0;
const FIXED_64 = 1;
const DELIMITED = 2;
const FIXED_32 = 5;

/** Reads protobuf fields one behind the other, without copying: `while (input.next()) switch (input.field) …`. */
export class ProtoInput {
  /** Number of the field that was met last. */
  field = 0;
  #wireType = 0;
  #at: number;
  readonly #end: number;

  constructor(
    private readonly bytes: Buffer,
    from = 0,
    end = bytes.length,
  ) {
    this.#at = from;
    this.#end = end;
  }

  /** Moves on to the next field; false at the end. Its value has to be read or skipped before the next call. */
  next(): boolean {
    if (this.#at >= this.#end) return false;
    const tag = this.number();
    this.field = tag >>> 3;
    this.#wireType = tag & 7;
    return true;
  }

  /** An unsigned number below 2^53; larger ones are read by `bigint`. */
  number(): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.#byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
      scale *= 0x80;
    }
  }

  /** Any 64-bit number, unsigned. */
  bigint(): bigint {
    let [value, shift] = [0n, 0n];
    for (;;) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
      shift += 7n;
    }
  }

  /** A part of the message itself. */
  bytesOfField(): Buffer {
    const [from, to] = this.#delimited();
    return this.bytes.subarray(from, to);
  }

  text(): string {
    const [from, to] = this.#delimited();
    return this.bytes.toString('utf8', from, to);
  }

  /** A message within the message. */
  message(): ProtoInput {
    const [from, to] = this.#delimited();
    return new ProtoInput(this.bytes, from, to);
  }

  skip(): void {
    switch (this.#wireType) {
      case VARINT:
        this.bigint();
        return;
      case FIXED_64:
        this.#move(8);
        return;
      case DELIMITED:
        this.#delimited();
        return;
      case FIXED_32:
        this.#move(4);
        return;
      default:
        throw new MalformedMessage(`Field ${this.field} has no known wire type.`);
    }
  }

  #byte(): number {
    const byte = this.#at < this.#end ? this.bytes[this.#at++] : undefined;
    if (byte === undefined) throw new MalformedMessage('The message ends within a number.');
    return byte;
  }

  #delimited(): readonly [from: number, to: number] {
    const length = this.number();
    const from = this.#at;
    this.#move(length);
    return [from, this.#at];
  }

  #move(bytes: number): void {
    this.#at += bytes;
    if (this.#at > this.#end) throw new MalformedMessage('The message ends within a field.');
  }
}

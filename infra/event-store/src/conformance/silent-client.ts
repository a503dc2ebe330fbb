import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

type Message = Readonly<{ serializeBinary: () => Uint8Array }>;

/** A call over plain HTTP/2 that reads only when it is told to: grpc-js takes everything in, whether its user reads or not. */
export class SilentCall {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  #header = Buffer.alloc(0);
  #left = 0;
  /** Messages read so far. */
  received = 0;

  /** `method` as in `event_store.client.streams.Streams/Read`. */
  constructor(port: number, method: string) {
    // In MB: what is sent and not taken waits on this side.
    this.#session = connect(`http://127.0.0.1:${port}`, { maxSessionMemory: 1_000 });
    this.#stream = this.#session.request({
      ':method': 'POST',
      ':path': `/${method}`,
      'content-type': 'application/grpc',
      te: 'trailers',
    });
  }

  /** Resolves when the system has taken the message: the server may not have read it. */
  send(message: Message): Promise<void> {
    const body = message.serializeBinary();
    const frame = Buffer.alloc(5 + body.length);
    frame.writeUInt32BE(body.length, 1);
    frame.set(body, 5);
    return new Promise((resolve) => this.#stream.write(frame, () => resolve()));
  }

  /** The same for the last message, after which nothing more is sent. */
  async sendLast(message: Message): Promise<void> {
    await this.send(message);
    this.#stream.end();
  }

  /** From now on everything is read and counted. */
  read(): void {
    this.#stream.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  async close(): Promise<void> {
    this.#stream.close();
    this.#session.destroy();
    await once(this.#session, 'close');
  }

  // Frames are counted, not kept: five bytes of header, the last four of them the length of what follows.
  #take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, chunk.length - at);
        at += taken;
        this.#left -= taken;
        if (this.#left === 0) this.received += 1;
        continue;
      }
      const part = chunk.subarray(at, at + 5 - this.#header.length);
      at += part.length;
      this.#header = Buffer.concat([this.#header, part]);
      if (this.#header.length < 5) return;
      this.#left = this.#header.readUInt32BE(1);
      this.#header = Buffer.alloc(0);
      if (this.#left === 0) this.received += 1;
    }
  }
}

import { once } from 'node:events';
import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';

type Message = Readonly<{ serializeBinary: () => Uint8Array }>;

/** A call over plain HTTP/2 that reads only when it is told to: grpc-js takes everything in, whether its user reads or not. */
export class SilentCall {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  #rest = Buffer.alloc(0);
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

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    let at = 0;
    while (this.#rest.length >= at + 5) {
      const end = at + 5 + this.#rest.readUInt32BE(at + 1);
      if (this.#rest.length < end) break;
      this.received += 1;
      at = end;
    }
    this.#rest = this.#rest.subarray(at);
  }
}

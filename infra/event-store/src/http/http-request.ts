import type { IncomingMessage } from 'node:http';
import { HttpFault } from './answer.js';

/** Larger than any append that may be configured, with its names and metadata. */
const MAX_BODY_BYTES = 32 * 1024 * 1024;

/** A request as the endpoints see it. */
export class HttpRequest {
  readonly method: string;
  readonly url: URL;

  /** Fails with `HttpFault` 400 where the address is none. */
  constructor(
    private readonly incoming: IncomingMessage,
    readonly scheme: 'http' | 'https',
  ) {
    this.method = incoming.method ?? 'GET';
    const address = `${scheme}://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`;
    if (!URL.canParse(address)) throw new HttpFault(400, 'The address of the request is none.');
    this.url = new URL(address);
  }

  /** Scheme, host and port as the client sees them, for links in answers. */
  get base(): string {
    return this.url.origin;
  }

  /** A header by its name in lower case; of repeated ones the first. */
  header(name: string): string | undefined {
    const value = this.incoming.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** The media type without its parameters, in lower case. */
  get contentType(): string {
    return (this.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  }

  /** The first of these media types that the client takes; a client that does not say takes the first. */
  accepts<Type extends string>(...types: readonly Type[]): Type | undefined {
    const wanted = (this.header('accept') ?? '*/*').split(',').map((each) => each.split(';')[0]?.trim().toLowerCase() ?? '');
    for (const each of wanted) {
      const found = types.find((type) => each === '*/*' || each === type || each === `${type.split('/')[0] ?? ''}/*`);
      if (found) return found;
    }
    return undefined;
  }

  /** The whole body. Fails with `HttpFault` 413 beyond 32 MiB. */
  async body(): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.incoming as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) throw new HttpFault(413, `A request may hold ${MAX_BODY_BYTES} bytes at most.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ProviderEvent, ProviderEventType } from '../domain/provider-event.js';

export type Received = { readonly signature: string; readonly body: string; readonly event: ProviderEvent };

/** A merchant's webhook endpoint: keeps what arrives, and answers 204 or as told. */
export class WebhookInbox {
  readonly received: Received[] = [];
  /** Statuses for the next requests, in order; then 204. */
  readonly nextStatuses: number[] = [];

  private constructor(private readonly server: Server) {}

  static async open(): Promise<WebhookInbox> {
    const server = createServer();
    const inbox = new WebhookInbox(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        const signature = String(request.headers['sandbox-signature']);
        inbox.received.push({ signature, body, event: JSON.parse(body) as ProviderEvent });
        response.writeHead(inbox.nextStatuses.shift() ?? 204).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return inbox;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/webhooks`;
  }

  get types(): readonly ProviderEventType[] {
    return this.received.map(({ event }) => event.type);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Asks again until the condition holds; fails after 10 s with what was waited for. */
export async function eventually(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Waited 10 s in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Charge } from '../domain/charge.js';
import type { Money } from '../domain/money.js';
import type { Destination, Instrument } from '../domain/resources.js';
import { startSandbox, type RunningSandbox } from '../sandbox.js';
import { WebhookInbox } from './webhook-inbox.factory.js';

export const providerKey = 'provider-key-of-the-specs';
export const webhookSecret = 'webhook-secret-of-the-specs';

/** The body is whatever the case expects; a spec asserts it anyway. */
export type Reply<R> = { readonly status: number; readonly headers: Headers; readonly body: R; readonly text: string };

export const usd = (amount: bigint | number): Money => ({ amount: `${amount}`, currency: 'USD' });

/** A sandbox in a folder of its own with a merchant beside it, driven through HTTP only. */
export class SandboxBench {
  private constructor(
    readonly dataDir: string,
    readonly inbox: WebhookInbox,
    private running: RunningSandbox,
  ) {}

  static async open(): Promise<SandboxBench> {
    const dataDir = mkdtempSync(join(tmpdir(), 'payment-sandbox-'));
    const inbox = await WebhookInbox.open();
    return new SandboxBench(dataDir, inbox, await launch(dataDir, inbox));
  }

  get url(): string {
    return this.running.url;
  }

  /** Goes on in another folder, as a machine does that starts again with what was on its disk. */
  async continueIn(dataDir: string): Promise<void> {
    await this.running.close();
    this.running = await launch(dataDir, this.inbox);
  }

  async close(): Promise<void> {
    await this.running.close();
    await this.inbox.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async post<R>(path: string, body: unknown, key: string = randomUUID()): Promise<Reply<R>> {
    return this.send<R>(path, {
      method: 'POST',
      headers: { 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async get<R>(path: string, headers: Record<string, string> = {}): Promise<Reply<R>> {
    return this.send<R>(path, { headers });
  }

  async send<R>(path: string, init: RequestInit): Promise<Reply<R>> {
    const headers = { authorization: `Bearer ${providerKey}`, ...(init.headers as Record<string, string>) };
    const response = await fetch(`${this.url}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : text) as R };
  }

  async instrument(testToken: string): Promise<string> {
    const request = { partyId: randomUUID(), testToken, holderName: 'Nordlicht Handel GmbH', country: 'DE' };
    return (await this.post<Instrument>('/instruments', request)).body.instrumentId;
  }

  async destination(testToken: string): Promise<string> {
    const request = { partyId: randomUUID(), testToken, method: 'bank_transfer', country: 'KE' };
    return (await this.post<Destination>('/destinations', request)).body.destinationId;
  }

  async captured(amount: Money, testToken = 'tok_ok', reference: string = randomUUID()): Promise<Charge> {
    const instrumentId = await this.instrument(testToken);
    return (await this.post<Charge>('/charges', { instrumentId, amount, reference, capture: true })).body;
  }
}

const launch = (dataDir: string, { url: webhookUrl }: WebhookInbox): Promise<RunningSandbox> =>
  startSandbox({ dataDir, port: 0, providerKey, webhookSecret, webhookUrl });

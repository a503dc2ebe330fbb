import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ApiContract } from './http/api-contract.js';
import { buildApp } from './http/app.js';
import { Counters } from './http/counters.js';
import { Provider } from './provider/provider.js';
import { SandboxClock } from './provider/sandbox-clock.js';
import { Settler } from './provider/settler.js';
import { SandboxStore } from './store/sandbox-store.js';
import { WebhookDispatcher } from './webhooks/dispatcher.js';

/** What a sandbox needs to start. */
export type SandboxOptions = {
  /** Folder of the durable store; made when missing. One running sandbox a folder. */
  readonly dataDir: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** Bearer key that merchants send. */
  readonly providerKey: string;
  /** Key of the webhook signatures. */
  readonly webhookSecret: string;
  /** Where webhooks are posted. */
  readonly webhookUrl: string;
  /** Source revision shown at /info; default `unknown`. */
  readonly commit?: string;
  /** pino level; default `silent`. */
  readonly logLevel?: string;
  /** Epoch milliseconds; default the system clock. */
  readonly wallClock?: () => number;
};

/** A sandbox that listens. */
export type RunningSandbox = {
  /** e.g. `http://127.0.0.1:8090`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops taking requests, breaks off the webhook under way (it stays queued) and closes the store. */
  readonly close: () => Promise<void>;
};

/**
 * Starts a payment provider to develop against, in this process.
 * Rejects when the port is taken, or the folder is in use by another sandbox.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { dataDir, port, host = '127.0.0.1', providerKey, commit = 'unknown', logLevel = 'silent' } = options;
  const store = SandboxStore.open(dataDir);
  const clock = new SandboxClock(store, options.wallClock ?? Date.now);
  const counters = new Counters();
  const provider = new Provider(store, clock, (prefix) => `${prefix}_${randomUUID()}`);
  const dispatcher = new WebhookDispatcher(store.deliveries, {
    url: options.webhookUrl,
    secret: options.webhookSecret,
    wallNow: () => clock.wallNow(),
    onAttempt: (outcome, reason) => {
      counters.countAttempt(outcome);
      if (outcome === 'failed') app.log.warn({ reason }, 'webhook not taken, will be sent again');
    },
  });
  const settler = new Settler(store, provider, clock, () => dispatcher.wake());
  const contract = ApiContract.load();
  const parts = { store, clock, provider, settler, dispatcher, contract, counters, options: { providerKey, commit, version } };
  const app = buildApp(parts, logLevel);
  const close = async (): Promise<void> => {
    settler.stop();
    await app.close();
    await dispatcher.stop();
    settler.stop();
    store.close();
  };
  try {
    const url = await app.listen({ port, host });
    settler.wake();
    dispatcher.wake();
    return { url, port: Number(new URL(url).port), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };

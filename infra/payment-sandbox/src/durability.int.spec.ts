import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Charge } from './domain/charge.js';
import type { Payout } from './domain/payout.js';
import { startSandbox } from './sandbox.js';
import { providerKey, SandboxBench, usd, webhookSecret } from './testing/sandbox.factory.js';
import { eventually } from './testing/webhook-inbox.factory.js';

const DAY_MS = 86_400_000;

let sandbox: SandboxBench;
let image: string;
beforeEach(async () => {
  sandbox = await SandboxBench.open();
  image = mkdtempSync(join(tmpdir(), 'payment-sandbox-image-'));
});
afterEach(async () => {
  await sandbox.close();
  rmSync(image, { recursive: true, force: true });
});

/** What a killed process leaves: the files as they are while it runs, write-ahead log included. */
const takeCrashImage = (): void => cpSync(sandbox.dataDir, image, { recursive: true });

describe('A sandbox that was killed', () => {
  it('still knows everything it answered, and answers repeats the same', async () => {
    const instrumentId = await sandbox.instrument('tok_ok');
    const request = { instrumentId, amount: usd(63_000), reference: 'K-1', capture: true };
    const first = await sandbox.post<Charge>('/charges', request, 'funding-key');
    await sandbox.post('/clock', { offsetMs: DAY_MS });
    takeCrashImage();
    await sandbox.continueIn(image);
    const repeat = await sandbox.post<Charge>('/charges', request, 'funding-key');
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect(repeat.text).toBe(first.text);
    expect((await sandbox.get('/charges?reference=K-1')).body).toEqual({ items: [first.body] });
    expect((await sandbox.get('/info')).body).toMatchObject({ sandboxOffsetMs: DAY_MS });
  });

  it('delivers the webhooks that were not taken, and settles the payouts that were under way', async () => {
    sandbox.inbox.nextStatuses.push(503, 503);
    const destinationId = await sandbox.destination('dst_slow');
    await sandbox.post<Payout>('/payouts', { destinationId, amount: usd(10_000), reference: 'P-1' });
    await sandbox.captured(usd(100));
    await eventually('two refused deliveries', () => sandbox.inbox.received.length >= 2);
    takeCrashImage();
    sandbox.inbox.received.length = 0;
    await sandbox.continueIn(image);
    await eventually('both again', () => new Set(sandbox.inbox.types).size === 2);
    await sandbox.post('/clock', { offsetMs: 2 * DAY_MS });
    await eventually('payout.paid', () => sandbox.inbox.types.includes('payout.paid'));
  });

  it('gives its folder to nobody else while it runs', async () => {
    const second = startSandbox({ dataDir: sandbox.dataDir, port: 0, providerKey, webhookSecret, webhookUrl: sandbox.inbox.url });
    await expect(second).rejects.toThrow('is in use by another payment sandbox');
  });
});

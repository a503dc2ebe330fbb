import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually, freePort } from '@guildhall/testing';
import { refusalOfPromise } from '../testing/refusal.factory.js';
import { SANDBOX_PROGRAM } from '../testing/sandbox-program.factory.js';
import { FakeProvider } from './fake-provider.factory.js';
import type { PaymentProvider } from './payment-provider.port.js';
import { referenceOf } from './references.js';
import { SandboxProvider } from './sandbox-provider.js';

const KEY = 'provider-key-of-the-specs';
const usd = (minor: number) => ({ amount: String(minor), currency: 'USD' });
type Bench = Readonly<{ provider: PaymentProvider; close(): Promise<void>; loseAnswerOf?(path: string): Promise<void> }>;

const inMemory = (): Promise<Bench> => Promise.resolve({ provider: new FakeProvider(), close: () => Promise.resolve() });

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
};

const overHttp = async (): Promise<Bench> => {
  const [port, dataDir] = [await freePort(), await mkdtemp(join(tmpdir(), 'sandbox-provider-'))];
  const env = {
    PAYMENT_PROVIDER_KEY: KEY,
    PAYMENT_WEBHOOK_SECRET: 'webhook-secret-of-the-specs',
    PAYMENT_WEBHOOK_URL: 'http://127.0.0.1:1/nobody-listens',
    LOG_LEVEL: 'fatal',
  };
  const child = spawn(process.execPath, [SANDBOX_PROGRAM, '--port', String(port), '--data', dataDir], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await eventually('the sandbox is ready', async () => (await fetch(`${url}/health/ready`)).ok, 30_000);
  const headers = { 'content-type': 'application/json' };
  return {
    provider: new SandboxProvider({ url, key: KEY, timeoutMs: 5_000 }),
    loseAnswerOf: async (path) => {
      const body = JSON.stringify({ next: { path, kind: 'timeout_after_success' } });
      await fetch(`${url}/faults`, { method: 'POST', headers, body });
    },
    close: async () => {
      await stop(child);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};

describe.each([
  ['in memory', inMemory],
  ['the sandbox over HTTP', overHttp],
])('A payment provider: %s', (_, open) => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await open();
  }, 60_000);
  afterAll(() => bench.close());

  const instrument = async (testToken = 'tok_ok') => {
    const request = { partyId: newId(), testToken, holderName: 'Client GmbH', country: 'AT' };
    return (await bench.provider.addInstrument(newId(), request)).instrumentId;
  };
  const charge = async (testToken = 'tok_ok', effectId = newId(), instrumentId?: string) => {
    const reference = referenceOf({ kind: 'charge', fundingId: newId(), attempt: 1 });
    const by = instrumentId ?? (await instrument(testToken));
    return bench.provider.authorise(effectId, { instrumentId: by, amount: usd(63_000), reference });
  };

  it('checks an instrument once for one effect id, under an id that is a UUID', async () => {
    const [effectId, partyId] = [newId(), newId()];
    const request = { partyId, testToken: 'tok_ok', holderName: 'Client GmbH', country: 'AT' };
    const first = await bench.provider.addInstrument(effectId, request);
    expect(first).toMatchObject({ instrumentId: expect.stringMatching(/^[0-9a-f-]{36}$/), method: 'card', country: 'AT' });
    expect(await bench.provider.addInstrument(effectId, request)).toEqual(first);
  });

  it('refuses an instrument whose check fails with the code that clients know', async () => {
    const request = { partyId: newId(), testToken: 'tok_check_failed', holderName: 'X', country: 'AT' };
    expect(await refusalOfPromise(bench.provider.addInstrument(newId(), request))).toBe('PAYMENTS.INSTRUMENT_REFUSED');
  });

  it('authorises once and captures once', async () => {
    const effectId = newId();
    const instrumentId = await instrument();
    const authorised = await charge('tok_ok', effectId, instrumentId);
    expect(authorised).toMatchObject({ status: 'authorised', amount: usd(63_000) });
    const chargeId = authorised.chargeId ?? '';
    const captured = await bench.provider.capture(newId(), chargeId);
    expect(captured).toMatchObject({ chargeId, status: 'captured' });
  });

  it('answers a refused charge as a result', async () => {
    expect(await charge('tok_refuse_once')).toMatchObject({ status: 'refused', refusalCode: 'card_declined' });
  });

  it('answers a refused capture as a result', async () => {
    const { chargeId } = await charge('tok_refuse_capture');
    expect(await bench.provider.capture(newId(), chargeId ?? '')).toMatchObject({ status: 'refused' });
  });

  it('says of a charge that is captured already that it cannot be voided', async () => {
    const { chargeId } = await charge();
    await bench.provider.capture(newId(), chargeId ?? '');
    expect(await bench.provider.void(newId(), chargeId ?? '')).toMatchObject({ status: 'captured' });
    const other = await charge();
    expect(await bench.provider.void(newId(), other.chargeId ?? '')).toMatchObject({ status: 'voided' });
  });

  it('refunds a captured charge, or answers that the instrument refuses', async () => {
    for (const [testToken, status] of [
      ['tok_ok', 'succeeded'],
      ['tok_refund_refused', 'refused'],
    ] as const) {
      const { chargeId } = await charge(testToken);
      await bench.provider.capture(newId(), chargeId ?? '');
      const reference = referenceOf({ kind: 'refund', partyId: newId(), refundId: newId() });
      const refund = await bench.provider.refund(newId(), { chargeId: chargeId ?? '', amount: usd(63_000), reference });
      expect(refund).toMatchObject({ status });
    }
  });

  it('pays out once for one effect id', async () => {
    const destination = { partyId: newId(), testToken: 'dst_slow', method: 'bank_transfer', country: 'AT' };
    const { destinationId } = await bench.provider.addDestination(newId(), destination);
    const [effectId, reference] = [newId(), referenceOf({ kind: 'payout', partyId: newId(), payoutId: newId() })];
    const first = await bench.provider.payOut(effectId, { destinationId, amount: usd(10_000), reference });
    expect(first).toMatchObject({ status: 'in_transit' });
    expect(await bench.provider.payOut(effectId, { destinationId, amount: usd(10_000), reference })).toEqual(first);
  });

  it('finds out by reference what became of an effect whose answer was lost', async () => {
    if (!bench.loseAnswerOf) return;
    const instrumentId = await instrument();
    await bench.loseAnswerOf('/charges');
    const authorised = await charge('tok_ok', newId(), instrumentId);
    expect(authorised).toMatchObject({ status: 'authorised' });
    await bench.loseAnswerOf('/charges/{chargeId}/capture');
    expect(await bench.provider.capture(newId(), authorised.chargeId ?? '')).toMatchObject({ status: 'captured' });
  });
});

describe('A payment provider that is away', () => {
  it('is an outage, not a refusal', async () => {
    const provider = new SandboxProvider({ url: 'http://127.0.0.1:1', key: KEY, timeoutMs: 500 });
    await expect(provider.capture(newId(), 'ch_1')).rejects.toMatchObject({ name: 'DependencyUnavailable' });
  });
});

import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SandboxBench, usd, webhookSecret } from './testing/sandbox.factory.js';
import { eventually } from './testing/webhook-inbox.factory.js';

let sandbox: SandboxBench;
beforeEach(async () => {
  sandbox = await SandboxBench.open();
});
afterEach(() => sandbox.close());

const fault = async (body: unknown): Promise<void> => {
  expect((await sandbox.post('/faults', body)).status).toBe(200);
};
const arrived = (count: number): Promise<void> => eventually(`${count} webhooks`, () => sandbox.inbox.received.length >= count);
const pending = async (): Promise<number> => (await sandbox.get<{ webhooksPending: number }>('/info')).body.webhooksPending;

describe('A webhook', () => {
  it('carries the resource and a signature over the bytes that were sent', async () => {
    const charge = await sandbox.captured(usd(700));
    await arrived(2);
    const [authorised, captured] = sandbox.inbox.received;
    expect(authorised?.event.type).toBe('charge.authorised');
    expect(captured?.event).toEqual({
      id: expect.stringMatching(/^evt_/),
      type: 'charge.captured',
      occurredAt: charge.updatedAt,
      data: charge,
    });
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(captured?.signature ?? '') ?? [];
    expect(createHmac('sha256', webhookSecret).update(`${t}.${captured?.body}`).digest('hex')).toBe(v1);
    expect(Math.abs(Number(t) * 1000 - Date.now())).toBeLessThan(60_000);
  });

  it('is sent again until it is answered 2xx, and lets others pass meanwhile', async () => {
    sandbox.inbox.nextStatuses.push(500, 204, 503);
    await sandbox.captured(usd(700));
    await eventually('an empty queue', async () => (await pending()) === 0);
    expect(sandbox.inbox.types.slice(0, 2)).toEqual(['charge.authorised', 'charge.captured']);
    expect(new Set(sandbox.inbox.received.map(({ event }) => event.id)).size).toBe(2);
    expect(sandbox.inbox.received).toHaveLength(4);
    expect((await sandbox.get('/metrics')).text).toContain('sandbox_webhook_attempts_total{outcome="failed"} 2');
  });

  it('comes twice on request, with the same id', async () => {
    await fault({ webhooks: 'twice', for: 'charge.captured' });
    await sandbox.captured(usd(700));
    await arrived(3);
    expect(sandbox.inbox.types).toEqual(['charge.authorised', 'charge.captured', 'charge.captured']);
    expect(sandbox.inbox.received[1]?.body).toBe(sandbox.inbox.received[2]?.body);
  });

  it('comes late on request', async () => {
    await fault({ webhooks: 'late', delayMs: 300, for: 'charge.authorised' });
    const before = Date.now();
    await sandbox.captured(usd(700));
    await arrived(2);
    expect(sandbox.inbox.types).toEqual(['charge.captured', 'charge.authorised']);
    expect(Date.now() - before).toBeGreaterThanOrEqual(300);
  });

  it('comes out of order on request, and is not held for ever when nothing follows', async () => {
    await fault({ webhooks: 'out_of_order', delayMs: 2_000 });
    await sandbox.captured(usd(700));
    await arrived(2);
    expect(sandbox.inbox.types).toEqual(['charge.captured', 'charge.authorised']);
    await fault({ webhooks: 'out_of_order', delayMs: 50 });
    const instrumentId = await sandbox.instrument('tok_ok');
    await sandbox.post('/charges', { instrumentId, amount: usd(1), reference: 'alone' });
    await arrived(3);
  });

  it('is normal again when asked', async () => {
    await fault({ webhooks: 'twice' });
    await fault({ webhooks: 'normal' });
    await sandbox.captured(usd(700));
    await eventually('an empty queue', async () => (await pending()) === 0);
    expect(sandbox.inbox.types).toEqual(['charge.authorised', 'charge.captured']);
  });
});

describe('A fault of the next request', () => {
  it('breaks the line before anything was done', async () => {
    const instrumentId = await sandbox.instrument('tok_ok');
    await fault({ next: { path: '/charges', kind: 'break' } });
    await expect(sandbox.post('/charges', { instrumentId, amount: usd(1), reference: 'gone' })).rejects.toThrow();
    expect((await sandbox.get('/charges?reference=gone')).body).toEqual({ items: [] });
  });

  it('answers 500 once and does nothing', async () => {
    const instrumentId = await sandbox.instrument('tok_ok');
    const request = { instrumentId, amount: usd(1), reference: 'five-hundred' };
    await fault({ next: { path: '/charges', kind: '500' } });
    expect((await sandbox.post('/charges', request, 'k')).body).toMatchObject({ code: 'SANDBOX.FAULT_INJECTED' });
    const second = await sandbox.post('/charges', request, 'k');
    expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([201, null]);
  });

  it('loses the answer after success, matched by the route template', async () => {
    const instrumentId = await sandbox.instrument('tok_ok');
    const { chargeId } = (await sandbox.post<{ chargeId: string }>('/charges', { instrumentId, amount: usd(1), reference: 'c' }))
      .body;
    await fault({ next: { path: '/charges/{chargeId}/capture', kind: 'timeout_after_success' } });
    await expect(sandbox.post(`/charges/${chargeId}/capture`, {}, 'capture-key')).rejects.toThrow();
    expect((await sandbox.get(`/charges/${chargeId}`)).body).toMatchObject({ status: 'captured' });
    expect((await sandbox.post(`/charges/${chargeId}/capture`, {}, 'capture-key')).body).toMatchObject({ status: 'captured' });
  });
});

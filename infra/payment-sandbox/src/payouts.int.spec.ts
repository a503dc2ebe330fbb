import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Payout } from './domain/payout.js';
import type { SettlementFile } from './domain/settlement.js';
import { SandboxBench, usd } from './testing/sandbox.factory.js';
import { eventually } from './testing/webhook-inbox.factory.js';

const DAY_MS = 86_400_000;

let sandbox: SandboxBench;
let offsetMs = 0;
beforeAll(async () => {
  sandbox = await SandboxBench.open();
});
afterAll(() => sandbox.close());

const forward = async (days: number): Promise<void> => {
  offsetMs += days * DAY_MS;
  expect((await sandbox.post('/clock', { offsetMs })).body).toEqual({ sandboxOffsetMs: offsetMs });
};
const payOut = async (token: string, reference: string): Promise<Payout> => {
  const destinationId = await sandbox.destination(token);
  return (await sandbox.post<Payout>('/payouts', { destinationId, amount: usd(49_000), reference })).body;
};
const payout = async (reference: string): Promise<Payout | undefined> =>
  (await sandbox.get<{ items: Payout[] }>(`/payouts?reference=${reference}`)).body.items[0];
const toldOf = (payoutId: string): string[] =>
  sandbox.inbox.received.flatMap(({ event }) =>
    'payoutId' in event.data && event.data.payoutId === payoutId ? [event.type] : [],
  );

describe('A payout', () => {
  it('is answered in transit, paid at once and told', async () => {
    const { payoutId, status } = await payOut('dst_ok', 'po-ok');
    expect(status).toBe('in_transit');
    expect(await payout('po-ok')).toMatchObject({ status: 'paid', paidAt: expect.any(String) });
    await eventually('payout.paid', () => toldOf(payoutId).length === 1);
    expect(toldOf(payoutId)).toEqual(['payout.paid']);
  });

  it('is refused by its destination', async () => {
    const { payoutId, status, failureCode } = await payOut('dst_refuse', 'po-refuse');
    expect([status, failureCode]).toEqual(['refused', 'destination_refused']);
    await eventually('payout.refused', () => toldOf(payoutId).includes('payout.refused'));
  });

  it('is paid and then returned', async () => {
    const { payoutId } = await payOut('dst_return', 'po-return');
    expect(await payout('po-return')).toMatchObject({ status: 'returned', failureCode: 'account_closed' });
    await eventually('both webhooks', () => toldOf(payoutId).length === 2);
    expect(toldOf(payoutId)).toEqual(['payout.paid', 'payout.returned']);
  });

  it('is returned on the first payout only with dst_return_once', async () => {
    const destinationId = await sandbox.destination('dst_return_once');
    for (const reference of ['once-1', 'once-2']) await sandbox.post('/payouts', { destinationId, amount: usd(1), reference });
    expect([(await payout('once-1'))?.status, (await payout('once-2'))?.status]).toEqual(['returned', 'paid']);
  });

  it('follows the sandbox clock: settle time first, return later', async () => {
    const { createdAt } = await payOut('dst_return?settleDays=2&returnDays=3', 'po-slow');
    await forward(1);
    expect((await payout('po-slow'))?.status).toBe('in_transit');
    await forward(1);
    expect(await payout('po-slow')).toMatchObject({
      status: 'paid',
      paidAt: new Date(Date.parse(createdAt) + 2 * DAY_MS).toISOString(),
    });
    await forward(10);
    expect(await payout('po-slow')).toMatchObject({
      status: 'returned',
      returnedAt: new Date(Date.parse(createdAt) + 5 * DAY_MS).toISOString(),
    });
  });
});

describe('The sandbox clock', () => {
  it('moves forward only and shows at /info', async () => {
    await forward(1);
    const back = await sandbox.post<{ code: string }>('/clock', { offsetMs: offsetMs - 1 });
    expect([back.status, back.body.code]).toEqual([422, 'SANDBOX.CLOCK_BACKWARDS']);
    expect((await sandbox.post('/clock', { offsetMs })).status).toBe(200);
    expect((await sandbox.get('/info')).body).toMatchObject({
      service: 'payment-sandbox',
      sandboxOffsetMs: offsetMs,
      version: expect.any(String),
    });
  });
});

describe('A settlement file', () => {
  it('lists what moved on its day, with fees and totals per currency, as JSON and CSV', async () => {
    await forward(1);
    const yen = { amount: '333', currency: 'JPY' };
    await sandbox.captured(yen);
    const charge = await sandbox.captured(usd(1_000_000), 'tok_ok', 'K-7, "first"');
    await sandbox.post('/refunds', { chargeId: charge.chargeId, amount: usd(40_000), reference: 'R-1' });
    await payOut('dst_return', 'P-1');
    const day = charge.createdAt.slice(0, 10);
    const open = (await sandbox.get<SettlementFile>(`/settlements/${day}`)).body;
    expect(open.final).toBe(false);
    expect(open.lines.map(({ kind }) => kind)).toEqual(['capture', 'capture', 'refund', 'payout', 'payout_return']);
    expect(open.totals).toEqual([
      { currency: 'JPY', captured: '333', refunded: '0', paidOut: '0', payoutsReturned: '0', fees: '5', net: '328' },
      {
        currency: 'USD',
        captured: '1000000',
        refunded: '40000',
        paidOut: '49000',
        payoutsReturned: '49000',
        fees: '15000',
        net: '945000',
      },
    ]);
    await forward(1);
    expect((await sandbox.get<SettlementFile>(`/settlements/${day}`)).body).toEqual({ ...open, final: true });
    const csv = await sandbox.get<string>(`/settlements/${day}`, { accept: 'text/csv' });
    expect(csv.text.split('\r\n')).toHaveLength(1 + 5 + 2 + 1);
    // The capture's own instant: the charge may have been made a millisecond before it.
    const capturedAt = open.lines.find(({ id }) => id === charge.chargeId)?.at;
    expect(csv.text).toContain(`capture,${charge.chargeId},"K-7, ""first""",${String(capturedAt)},USD,1000000,15000,985000\r\n`);
    expect(csv.text).toContain(`total,,,${day},USD,960000,15000,945000\r\n`);
  });

  it('does not exist for a day that has not begun or is no day', async () => {
    expect((await sandbox.get('/settlements/2999-01-01')).status).toBe(404);
    expect((await sandbox.get('/settlements/2026-02-30')).status).toBe(400);
  });
});

describe('A merchant whose books were lost', () => {
  it('finds what was paid out since an instant, in transit too', async () => {
    const before = await payOut('dst_ok', 'known');
    await forward(1);
    const forgotten = await payOut('dst_slow', 'forgotten');
    const list = (since: string) => sandbox.get<{ items: Payout[] }>(`/payouts?createdSince=${encodeURIComponent(since)}`);
    const found = (await list(forgotten.createdAt)).body.items.map(({ payoutId, status }) => ({ payoutId, status }));
    expect(found).toEqual([{ payoutId: forgotten.payoutId, status: 'in_transit' }]);
    expect((await list(before.createdAt)).body.items.map(({ payoutId }) => payoutId)).toContain(before.payoutId);
    expect(await sandbox.get('/payouts?createdSince=yesterday')).toMatchObject({ status: 400 });
  });
});

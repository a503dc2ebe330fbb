import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Charge } from './domain/charge.js';
import { SandboxBench, usd } from './testing/sandbox.factory.js';

let sandbox: SandboxBench;
beforeAll(async () => {
  sandbox = await SandboxBench.open();
});
afterAll(() => sandbox.close());

describe('An idempotency key', () => {
  it('has one effect and one answer, however the repeats interleave', async () => {
    const instrumentId = await sandbox.instrument('tok_ok');
    const calls = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), amount: fc.integer({ min: 1, max: 2 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(calls, async (requests) => {
        const reference = `run-${++run}`;
        const replies = await Promise.all(
          requests.map(({ key, amount }) =>
            sandbox.post<Charge & { code?: string }>(
              '/charges',
              { instrumentId, amount: usd(amount), reference },
              `${reference}-${key}`,
            ),
          ),
        );
        const made = (await sandbox.get<{ items: Charge[] }>(`/charges?reference=${reference}`)).body.items;
        expect(made).toHaveLength(new Set(requests.map(({ key }) => key)).size);
        const firsts = replies.filter(({ status, headers }) => status === 201 && !headers.has('idempotent-replayed'));
        expect(firsts.map(({ body }) => body.chargeId).sort()).toEqual(made.map(({ chargeId }) => chargeId).sort());
        replies.forEach((reply, index) => {
          const winner = made.find(({ chargeId }) => chargeId === reply.body.chargeId);
          if (reply.status === 201) expect(winner?.amount).toEqual(usd(requests[index]?.amount ?? 0));
          else expect(reply.body.code).toBe('SANDBOX.IDEMPOTENCY_KEY_REUSED');
        });
      }),
      { numRuns: 25 },
    );
  });

  it('is not spent by a refusal', async () => {
    const request = { chargeId: 'ch_unknown', amount: usd(1), reference: 'r' };
    expect((await sandbox.post('/refunds', request, 'later')).status).toBe(404);
    const { chargeId } = await sandbox.captured(usd(1));
    expect((await sandbox.post('/refunds', { ...request, chargeId }, 'later')).status).toBe(201);
  });

  it('is for one operation: the same body on another path is another request', async () => {
    const first = await sandbox.captured(usd(5));
    const instrumentId = first.instrumentId;
    const open = (await sandbox.post<Charge>('/charges', { instrumentId, amount: usd(5), reference: 'r' })).body;
    await sandbox.post(`/charges/${open.chargeId}/capture`, {}, 'one-key');
    expect((await sandbox.post(`/charges/${open.chargeId}/void`, {}, 'one-key')).body).toMatchObject({
      code: 'SANDBOX.IDEMPOTENCY_KEY_REUSED',
    });
  });
});

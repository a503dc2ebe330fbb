import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { problemStatus } from '../domain/sandbox-error.js';
import { SandboxBench, usd } from '../testing/sandbox.factory.js';
import { eventually } from '../testing/webhook-inbox.factory.js';
import { ApiContract } from './api-contract.js';

type Problem = { code: string; status: number; pointers?: string[] };

let sandbox: SandboxBench;
let instrumentId: string;
beforeAll(async () => {
  sandbox = await SandboxBench.open();
  instrumentId = await sandbox.instrument('tok_ok');
});
afterAll(() => sandbox.close());

/** Read when a case runs: the instrument is made after the cases are listed. */
const charge = (change: object): object => ({ instrumentId, amount: usd(100), reference: 'bad', ...change });
const json = { 'content-type': 'application/json', 'idempotency-key': 'k' };

describe('Bad input', () => {
  it.each([
    ['an amount in a fraction', { amount: { amount: '12.50', currency: 'USD' } }, 400, 'SANDBOX.VALIDATION'],
    ['an amount of nothing', { amount: usd(0) }, 400, 'SANDBOX.VALIDATION'],
    ['an amount as a number', { amount: { amount: 100, currency: 'USD' } }, 400, 'SANDBOX.VALIDATION'],
    ['an unknown member', { captured: true }, 400, 'SANDBOX.VALIDATION'],
    ['a reference with a line break', { reference: 'a\nb' }, 400, 'SANDBOX.VALIDATION'],
    ['a missing amount', { amount: undefined }, 400, 'SANDBOX.VALIDATION'],
    ['a currency that is not settled', { amount: { amount: '100', currency: 'HRK' } }, 422, 'SANDBOX.CURRENCY_UNSUPPORTED'],
    ['an instrument that does not exist', { instrumentId: 'ins_none' }, 404, 'SANDBOX.NOT_FOUND'],
  ])('%s is refused with a code, and changes nothing', async (_what, change, status, code) => {
    const reply = await sandbox.post<Problem>('/charges', charge(change));
    expect(reply.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(reply).toMatchObject({ status, body: { status, code } });
    expect((await sandbox.get('/charges?reference=bad')).body).toEqual({ items: [] });
  });

  it('names the members that are wrong', async () => {
    const { body } = await sandbox.post<Problem>('/charges', charge({ amount: { amount: 'x', currency: 'usd' } }));
    expect(body.pointers?.map((pointer) => pointer.split(' ')[0])).toEqual(['/amount/amount', '/amount/currency']);
  });

  it('is refused before it reaches a route', async () => {
    const codeOf = async (init: RequestInit, path = '/charges'): Promise<string> =>
      (await sandbox.send<Problem>(path, init)).body.code;
    expect(await codeOf({ method: 'POST', headers: json, body: '{' })).toBe('SANDBOX.VALIDATION');
    expect(await codeOf({ method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).toBe(
      'SANDBOX.UNSUPPORTED_MEDIA_TYPE',
    );
    expect(await codeOf({ method: 'POST', headers: json, body: `"${'x'.repeat(70_000)}"` })).toBe('SANDBOX.PAYLOAD_TOO_LARGE');
    expect(await codeOf({ headers: { authorization: 'Bearer wrong' } }, '/charges?reference=a')).toBe('SANDBOX.UNAUTHENTICATED');
    expect(await codeOf({}, '/charges')).toBe('SANDBOX.VALIDATION');
    expect(await codeOf({}, '/nowhere')).toBe('SANDBOX.NOT_FOUND');
    expect(
      await codeOf({ method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(charge({})) }),
    ).toBe('SANDBOX.IDEMPOTENCY_KEY_MISSING');
    expect(await codeOf({ method: 'POST', headers: json, body: '{"webhooks":"never"}' }, '/faults')).toBe('SANDBOX.VALIDATION');
    expect(await codeOf({ method: 'POST', headers: json, body: '{"offsetMs":1.5}' }, '/clock')).toBe('SANDBOX.VALIDATION');
  });

  it('is counted by code', async () => {
    await sandbox.post('/charges', {});
    expect((await sandbox.get('/metrics')).text).toMatch(/sandbox_requests_refused_total\{code="SANDBOX.VALIDATION"\} [1-9]/);
  });
});

describe('The OpenAPI document', () => {
  it('is served, and names every code and no other', async () => {
    const served = await sandbox.get('/openapi.json');
    expect(served.body).toEqual(ApiContract.load().document);
    expect([...new Set(served.text.match(/SANDBOX\.[A-Z_]+/g))].sort()).toEqual(Object.keys(problemStatus).sort());
  });

  it('describes what is answered, member by member', async () => {
    const contract = ApiContract.load();
    const answered = async (schema: string, reply: Promise<{ body: unknown }>): Promise<void> => {
      contract.parse(schema, (await reply).body);
    };
    const party = { partyId: 'p', country: 'DE' };
    const destinationId = await sandbox.destination('dst_return');
    const charge = await sandbox.captured(usd(500), 'tok_ok', 'shape');
    await answered('Instrument', sandbox.post('/instruments', { ...party, testToken: 'tok_ok', holderName: 'A' }));
    await answered('Destination', sandbox.post('/destinations', { ...party, testToken: 'dst_ok', method: 'bank_transfer' }));
    await answered('Charge', sandbox.post('/charges', { instrumentId, amount: usd(500), reference: 'shape' }));
    await answered('Refund', sandbox.post('/refunds', { chargeId: charge.chargeId, amount: usd(5), reference: 'shape' }));
    await answered('Payout', sandbox.post('/payouts', { destinationId, amount: usd(5), reference: 'shape' }));
    await answered('ChargeList', sandbox.get('/charges?reference=shape'));
    await answered('RefundList', sandbox.get('/refunds?reference=shape'));
    await answered('PayoutList', sandbox.get('/payouts?reference=shape'));
    await answered('SettlementFile', sandbox.get(`/settlements/${charge.createdAt.slice(0, 10)}`));
    await answered('Info', sandbox.get('/info'));
    await answered('Clock', sandbox.post('/clock', { offsetMs: 0 }));
    await answered('Health', sandbox.get('/health/ready'));
    await answered('Problem', sandbox.get('/charges/none'));
    await eventually('webhooks', () => sandbox.inbox.received.some(({ event }) => event.type === 'payout.returned'));
    for (const { event } of sandbox.inbox.received) contract.parse('Event', event);
  });

  it('describes routes that exist: none of its operations is unknown', async () => {
    for (const [path, methods] of Object.entries(ApiContract.load().document.paths)) {
      for (const [method, { security }] of Object.entries(methods)) {
        const concrete = path.replaceAll(/\{\w+\}/g, '2026-01-01');
        const open = await sandbox.send<{ detail?: string }>(concrete, {
          method: method.toUpperCase(),
          headers: { authorization: 'Bearer none' },
        });
        expect([path, method, open.status === 401]).toEqual([path, method, (security ?? []).length > 0]);
        expect(open.body.detail ?? '').not.toMatch(/^No route/);
      }
    }
  });
});

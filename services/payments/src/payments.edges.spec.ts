import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { operatorOf, personOf, usd } from './testing/money-story.factory.js';
import { PaymentsBench, WEBHOOK_SECRET } from './testing/payments-bench.factory.js';
import { rulesForTests } from './testing/rules.factory.js';

const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

describe('Payouts', () => {
  let bench: PaymentsBench;
  let path: string;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
    path = `/payments/parties/${bench.freelancer.accountId}/payouts`;
  });
  afterEach(() => bench.close());

  /** 490.00 available, withdrawal open, destination past its cool-down. */
  const withMoney = async (): Promise<string> => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    await bench.enableWithdrawal();
    const destinationId = await bench.destination();
    await bench.passDays(7);
    return destinationId;
  };
  const payout = (amount = usd(10_000), key?: string) =>
    bench.post(path, { as: bench.freelancer, body: { amount }, ...(key === undefined ? {} : { key }) });
  const reported = (payoutId: string, type: string, failureCode: string | null = null) => ({
    id: newId(),
    type,
    occurredAt: '2026-03-10T00:00:00.000Z',
    data: { payoutId: 'po_1', reference: `payout/${bench.freelancer.accountId}/${payoutId}`, amount: usd(10_000), failureCode },
  });

  it('have one effect and fifty equal answers for fifty parallel repeats of one key', async () => {
    const destinationId = await withMoney();
    const answers = await Promise.all(Array.from({ length: 50 }, () => payout(usd(10_000), 'one')));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 201, body: { amount: usd(10_000), destinationId } });
    expect(await bench.balances(bench.freelancer)).toMatchObject({ available: '39000' });
    expect(bench.provider.effects.filter((effect) => effect === 'payout')).toHaveLength(1);
    const { body } = await bench.get(path, { as: bench.freelancer });
    expect((body as { items: object[] }).items).toHaveLength(1);
  });

  it('are paid by the provider’s word, and come back by it, in either order and once per event', async () => {
    await withMoney();
    const { payoutId } = (await payout()).body as { payoutId: string };
    const state = async () =>
      ((await bench.get(`/payments/payouts/${payoutId}`, { as: bench.freelancer })).body as { state: string }).state;
    expect(await state()).toBe('in_transit');
    const paid = reported(payoutId, 'payout.paid');
    expect(await Promise.all([bench.webhook(paid), bench.webhook(paid)])).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(await state()).toBe('paid');
    await bench.webhook(reported(payoutId, 'payout.returned', 'account_closed'));
    expect(await state()).toBe('failed');
    await bench.webhook(reported(payoutId, 'payout.paid'));
    expect(await bench.balances(bench.freelancer)).toMatchObject({ available: '49000' });
    const settled = await bench.service.events(`payments.wallet-${bench.freelancer.accountId}`);
    expect(settled.filter(({ type }) => type === 'PayoutSettled')).toHaveLength(1);
  });

  it('need a capability, a destination past its cool-down, a covered amount and a fresh password', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    const closed = await payout();
    expect(closed).toMatchObject({
      status: 403,
      body: { code: 'PAYMENTS.CAPABILITY_MISSING', missing: expect.arrayContaining(['payout_destination']) },
    });
    await bench.enableWithdrawal();
    await bench.destination();
    expect(codeOf(await payout())).toEqual([409, 'PAYMENTS.DESTINATION_COOLING_DOWN']);
    await bench.passDays(7);
    expect(codeOf(await payout(usd(49_001)))).toEqual([409, 'PAYMENTS.INSUFFICIENT_AVAILABLE']);
    expect(codeOf(await payout(usd(999)))).toEqual([400, 'PAYMENTS.AMOUNT_INVALID']);
    expect(codeOf(await payout({ amount: '12.50', currency: 'USD' }))).toEqual([400, 'PAYMENTS.AMOUNT_INVALID']);
    const stale = { ...bench.freelancer, authTime: Math.floor(bench.service.clock.nowMs() / 1000) - 600 };
    expect(codeOf(await bench.post(path, { as: stale, body: { amount: usd(10_000) } }))).toEqual([
      401,
      'PAYMENTS.STEP_UP_REQUIRED',
    ]);
    expect(codeOf(await bench.post(path, { as: bench.client, body: { amount: usd(10_000) } }))).toEqual([
      404,
      'COMMON.NOT_FOUND',
    ]);
    expect(codeOf(await bench.post(path, { as: bench.freelancer, body: { amount: usd(10_000) }, key: null }))).toEqual([
      400,
      'COMMON.IDEMPOTENCY_KEY_MISSING',
    ]);
  });

  it('go out by themselves for a closed account once nothing is held back any more', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    await bench.enableWithdrawal();
    await bench.destination();
    const partyId = bench.freelancer.accountId;
    const closedAt = '2026-03-02T10:00:00.000Z';
    await bench.hear(FACT.AccountClosed, { accountId: partyId, partyId, reasonCode: 'own_wish', closedAt });
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '49000' });
    await bench.passDays(7);
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '0', available: '0' });
    expect(bench.provider.effects.filter((effect) => effect === 'payout')).toHaveLength(1);
  });
});

describe('Webhooks of the provider', () => {
  let bench: PaymentsBench;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
  });
  afterEach(() => bench.close());
  const event = (data: object, type = 'payout.paid') => ({ id: newId(), type, occurredAt: '2026-03-10T00:00:00.000Z', data });

  it.each<[string, object, string | undefined]>([
    ['a bad signature', {}, `t=1772442000,v1=${'0'.repeat(64)}`],
    ['an old signature', {}, `t=1,v1=${'0'.repeat(64)}`],
    ['no signature', {}, ''],
    ['an unknown reference', { payoutId: 'po_1', reference: 'payout/x/y', amount: usd(1), failureCode: null }, undefined],
    ['a payout that is none of ours', { payoutId: 'po_1', reference: `payout/${newId()}/${newId()}`, amount: usd(1) }, undefined],
    [
      'an amount that is none',
      { payoutId: 'po_1', reference: `payout/${newId()}/${newId()}`, amount: { amount: '1.5', currency: 'USD' } },
      undefined,
    ],
  ])('with %s change nothing', async (_, data, signature) => {
    const before = await bench.service.log.head(['payments.']);
    expect(codeOf(await bench.webhook(event(data), signature))).toEqual([400, 'PAYMENTS.PROVIDER_PAYLOAD_INVALID']);
    expect(await bench.service.log.head(['payments.'])).toBe(before);
  });

  it.each([
    ['is refused without its secret', { webhookSecret: 'another one' }, 400],
    ['is taken while its secret is the former one', { webhookSecret: 'another one', formerWebhookSecret: WEBHOOK_SECRET }, 200],
    ['is taken while its secret is the coming one', { webhookSecret: WEBHOOK_SECRET, formerWebhookSecret: 'another one' }, 200],
  ])('One %s', async (_, secrets, status) => {
    const rotating = await PaymentsBench.open(secrets);
    try {
      const contract = await rotating.sign([usd(25_000)]);
      const fundingId = await rotating.fund(contract, [usd(25_000)]);
      const charge = { chargeId: 'ch_1', reference: `charge/${fundingId}/1`, amount: usd(26_250), refusalCode: null };
      expect((await rotating.webhook(event(charge, 'charge.authorised'))).status).toBe(status);
    } finally {
      await rotating.close();
    }
  });

  it('that tell of a charge nobody wants any more have it voided', async () => {
    const contract = await bench.sign([usd(25_000)]);
    const fundingId = await bench.fund(contract, [usd(25_000)]);
    await bench.passDays(9);
    const reference = `charge/${fundingId}/1`;
    const late = event({ chargeId: 'ch_late', reference, amount: usd(26_250), refusalCode: null }, 'charge.authorised');
    expect((await bench.webhook(late)).status).toBe(200);
    expect(bench.provider.effects).toEqual(['void']);
    expect(await bench.balances(bench.client)).toEqual({});
  });
});

describe('Instruments, destinations and fee policies', () => {
  let bench: PaymentsBench;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
  });
  afterEach(() => bench.close());

  it('adds instruments once a key, keeps the first as default until another is chosen', async () => {
    const path = `/payments/parties/${bench.client.accountId}/instruments`;
    const body = { testToken: 'tok_ok', holderName: 'Client GmbH', country: 'AT' };
    const first = await bench.post(path, { as: bench.client, key: 'a', body });
    const again = await bench.post(path, { as: bench.client, key: 'a', body });
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
    const { instrumentId } = (await bench.post(path, { as: bench.client, key: 'b', body })).body as { instrumentId: string };
    await bench.post(`${path}/${instrumentId}/default`, { as: bench.client });
    const { items } = (await bench.get(path, { as: bench.client })).body as { items: object[] };
    expect(items).toMatchObject([{ default: false }, { instrumentId, default: true }]);
    const refused = await bench.post(path, { as: bench.client, body: { ...body, testToken: 'tok_check_failed' } });
    expect(codeOf(refused)).toEqual([422, 'PAYMENTS.INSTRUMENT_REFUSED']);
    expect(codeOf(await bench.post(path, { as: personOf('stranger'), body }))).toEqual([404, 'COMMON.NOT_FOUND']);
    for await (const { data } of bench.service.log.readAll({ prefixes: ['payments.'] }))
      expect(JSON.stringify(data)).not.toContain('Client GmbH');
  });

  it('answers 503 and keeps the key usable when the provider loses the answer', async () => {
    const path = `/payments/parties/${bench.client.accountId}/instruments`;
    const body = { testToken: 'tok_ok', holderName: 'Client GmbH', country: 'AT' };
    bench.provider.loseAnswerOf = 'instrument';
    const lost = await bench.post(path, { as: bench.client, key: 'a', body });
    expect(codeOf(lost)).toEqual([503, 'COMMON.UNAVAILABLE']);
    expect((await bench.post(path, { as: bench.client, key: 'a', body })).status).toBe(201);
    expect(bench.provider.effects).toEqual(['instrument']);
  });

  it('lets only the owner or finance of an organisation change where its money goes', async () => {
    const organisationId = newId();
    const body = { testToken: 'dst_ok', method: 'bank_transfer', country: 'AT' };
    const path = `/payments/parties/${organisationId}/payout-destinations`;
    const as = (seatRole: 'finance' | 'hiring') => ({ ...personOf(seatRole), seats: [{ organisationId, seatRole }] });
    const hiring = await bench.post(path, { as: as('hiring'), party: organisationId, body });
    expect(codeOf(hiring)).toEqual([403, 'COMMON.FORBIDDEN']);
    const finance = as('finance');
    const changed = await bench.post(path, { as: finance, party: organisationId, body });
    expect(changed).toMatchObject({ status: 201, body: { usableFrom: '2026-03-05T09:00:00.000Z' } });
    const { items } = (await bench.get(path, { as: finance, party: organisationId })).body as { items: object[] };
    expect(items).toMatchObject([{ method: 'bank_transfer', usableFrom: '2026-03-05T09:00:00.000Z' }]);
  });

  it('publishes a fee policy by two operators, once', async () => {
    const [maker, checker] = [operatorOf('maker'), operatorOf('checker')];
    const body = { policyVersion: 'fee-v2', effectiveFrom: '2026-04-01T00:00:00.000Z', rules: rulesForTests };
    expect((await bench.post('/payments/fee-policies', { as: maker, body })).status).toBe(201);
    const approvals = '/payments/fee-policies/fee-v2/approvals';
    expect(codeOf(await bench.post(approvals, { as: maker }))).toEqual([403, 'PAYMENTS.FOUR_EYES_REQUIRED']);
    expect((await bench.post(approvals, { as: checker })).status).toBe(200);
    expect(codeOf(await bench.post(approvals, { as: checker }))).toEqual([409, 'PAYMENTS.ILLEGAL_TRANSITION']);
    const { items } = (await bench.get('/payments/fee-policies', { as: personOf('anybody') })).body as { items: object[] };
    expect(items).toMatchObject([
      { policyVersion: 'fee-v1', state: 'published' },
      { policyVersion: 'fee-v2', state: 'published' },
    ]);
    const falling = { ...rulesForTests, freelancerTiers: { USD: [...(rulesForTests.freelancerTiers['USD'] ?? [])].reverse() } };
    const wrong = await bench.post('/payments/fee-policies', {
      as: maker,
      body: { ...body, policyVersion: 'fee-v3', rules: falling },
    });
    expect(codeOf(wrong)).toEqual([400, 'COMMON.VALIDATION']);
    expect(codeOf(await bench.post('/payments/fee-policies', { as: bench.client, body }))).toEqual([403, 'COMMON.FORBIDDEN']);
  });

  it('answers only with errors that its operations declare', () => expect(bench.service.undeclaredErrors()).toEqual([]));
});

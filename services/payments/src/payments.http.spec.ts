import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { operatorOf, personOf, usd } from './testing/money-story.factory.js';
import { PaymentsBench } from './testing/payments-bench.factory.js';

const codeOf = ({ status, body }: { status: number; body: unknown }) => [status, (body as { code?: string }).code];

describe('Money of a contract over facts and HTTP', () => {
  let bench: PaymentsBench;
  beforeEach(async () => {
    bench = await PaymentsBench.open();
  });
  afterEach(() => bench.close());

  it('funds 600.00 for 630.00, releases 490.00 of it and clears them after the security hold', async () => {
    const contract = await bench.funded(usd(60_000));
    const escrow = await bench.get(`/payments/contracts/${contract.contractId}/escrow`, { as: bench.client });
    expect(escrow.body).toMatchObject({
      milestones: [{ held: usd(60_000), funded: usd(60_000), clientFee: usd(3_000), state: 'held' }],
      settled: false,
    });
    await bench.approve(contract, usd(60_000));
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '49000', available: '0' });
    await bench.hear(FACT.ContractCompleting, { contractId: contract.contractId, endReason: 'completed' });
    await bench.passDays(7);
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '0', available: '49000' });
    const after = await bench.get(`/payments/contracts/${contract.contractId}/escrow`, { as: bench.freelancer });
    expect(after.body).toMatchObject({ milestones: [{ state: 'released', released: usd(60_000) }], settled: true });
    expect(bench.provider.effects).toEqual(['instrument', 'authorise', 'capture']);
  });

  it('keeps the books: nothing is in transit, debits equal credits', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    const operator = operatorOf('books');
    const clearing = await bench.get('/payments/operations/clearing', { as: operator });
    expect(clearing.body).toEqual({ items: [] });
    const { body } = await bench.get('/payments/operations/trial-balance', { as: operator });
    const { items } = body as { items: { debit: string; credit: string }[] };
    const sum = (pick: (item: { debit: string; credit: string }) => string) =>
      items.reduce((total, item) => total + BigInt(pick(item)), 0n);
    expect(sum(({ debit }) => debit)).toBe(sum(({ credit }) => credit));
    expect(items.length).toBeGreaterThan(4);
    const verdict = await bench.get('/payments/operations/ledger-check', { as: operator });
    expect(verdict.body).toMatchObject({
      ...{ result: 'sound', violations: [], differences: 0, totals: [{ currency: 'USD', difference: '0' }] },
      checked: expect.arrayContaining(['I1', 'I2', 'I7']),
    });
    expect((await bench.get('/payments/operations/ledger-check', { as: bench.client })).status).toBe(403);
  });

  it('tells the statement of a milestone from the charge on, each line with its event', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    const path = `/payments/contracts/${contract.contractId}/milestones/${contract.milestoneIds[0] ?? ''}/statement`;
    const { body } = await bench.get(path, { as: bench.client });
    const { items } = body as { items: { event: string; label: string; amount: { amount: string }; balanceHeld: object }[] };
    expect(items.map(({ event, label, amount }) => [event, label, amount.amount])).toEqual([
      ['ChargeCaptured', 'cash:psp', '63000'],
      ['ChargeCaptured', 'wallet:funding', '63000'],
      ['FundingSent', 'wallet:funding', '63000'],
      ['FundingSent', 'revenue:client_fee', '3000'],
      ['HoldPlaced', 'escrow:held', '60000'],
      ['ReleaseSent', 'escrow:held', '60000'],
      ['EarningsCredited', 'revenue:freelancer_fee', '11000'],
      ['EarningsCredited', 'wallet:pending', '49000'],
    ]);
    expect(items[4]?.balanceHeld).toEqual(usd(60_000));
    expect(items.at(-1)?.balanceHeld).toEqual(usd(0));
    const stranger = await bench.get(path, { as: personOf('stranger') });
    expect(codeOf(stranger)).toEqual([404, 'PAYMENTS.HOLD_NOT_FOUND']);
  });

  it('charges again with the next try of the client when the first charge was refused', async () => {
    const instrumentId = await bench.instrument('tok_refuse_once');
    const contract = await bench.sign([usd(25_000)]);
    const fundingId = await bench.fund(contract, [usd(25_000)]);
    const failed = await bench.get(`/payments/fundings/${fundingId}`, { as: bench.client });
    expect(failed.body).toMatchObject({ state: 'failed', attempts: [{ outcome: 'refused', reasonCode: 'card_declined' }] });
    const path = `/payments/fundings/${fundingId}/retries`;
    const stranger = await bench.post(path, { as: bench.freelancer, body: { instrumentId } });
    expect(codeOf(stranger)).toEqual([404, 'PAYMENTS.HOLD_NOT_FOUND']);
    const retried = await bench.post(path, { as: bench.client, body: { instrumentId } });
    expect([retried.status, retried.body]).toEqual([201, expect.objectContaining({ attempt: 2 })]);
    const held = await bench.get(`/payments/contracts/${contract.contractId}/fundings`, { as: bench.client });
    expect(held.body).toMatchObject({ items: [{ fundingId, state: 'held', attempts: [{}, { outcome: 'authorised' }] }] });
    const again = await bench.post(path, { as: bench.client, body: { instrumentId } });
    expect(codeOf(again)).toEqual([409, 'PAYMENTS.ILLEGAL_TRANSITION']);
  });

  it('gives up at payBy and voids nothing when no charge stood', async () => {
    const contract = await bench.sign([usd(25_000)]);
    const fundingId = await bench.fund(contract, [usd(25_000)]);
    await bench.passDays(9);
    const closed = await bench.get(`/payments/fundings/${fundingId}`, { as: bench.client });
    expect(closed.body).toMatchObject({ state: 'closed', attempts: [{ outcome: 'refused', reasonCode: 'pay_by_passed' }] });
    expect(bench.provider.effects).toEqual([]);
  });

  it('ends a funding whose capture is refused as failed, so that another instrument can pay', async () => {
    await bench.instrument('tok_refuse_capture');
    const contract = await bench.sign([usd(25_000)]);
    const fundingId = await bench.fund(contract, [usd(25_000)]);
    const failed = await bench.get(`/payments/fundings/${fundingId}`, { as: bench.client });
    expect(failed.body).toMatchObject({ state: 'failed', attempts: [{ reasonCode: 'capture_refused' }] });
    const other = await bench.instrument('tok_ok');
    await bench.post(`/payments/fundings/${fundingId}/retries`, { as: bench.client, body: { instrumentId: other } });
    const escrow = await bench.get(`/payments/contracts/${contract.contractId}/escrow`, { as: bench.client });
    expect(escrow.body).toMatchObject({ milestones: [{ held: usd(25_000) }] });
  });

  it('has one effect when the provider answers too late', async () => {
    await bench.instrument();
    const contract = await bench.sign([usd(25_000)]);
    bench.provider.loseAnswerOf = 'capture';
    await bench.fund(contract, [usd(25_000)]);
    expect(bench.provider.effects.filter((effect) => effect === 'capture')).toHaveLength(1);
    const escrow = await bench.get(`/payments/contracts/${contract.contractId}/escrow`, { as: bench.client });
    expect(escrow.body).toMatchObject({ milestones: [{ held: usd(25_000) }] });
  });

  it('refunds 300.00 of released 600.00: 250.00 from the freelancer, 315.00 to the client', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.approve(contract, usd(60_000));
    await bench.hear(FACT.RefundApproved, {
      contractId: contract.contractId,
      milestoneId: contract.milestoneIds[0] ?? '',
      refundId: newId(),
      amount: usd(30_000),
      source: 'released',
      reasonCode: 'goodwill',
      approvedBy: 'freelancer',
    });
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '24000' });
    expect(await bench.balances(bench.client)).toMatchObject({ funding: '31500' });
    const escrow = await bench.get(`/payments/contracts/${contract.contractId}/escrow`, { as: bench.client });
    expect(escrow.body).toMatchObject({ milestones: [{ released: usd(30_000), refunded: usd(30_000) }] });
  });

  it('sends the money of a declined contract back to the instrument with the client fee', async () => {
    const contract = await bench.funded(usd(60_000));
    await bench.hear(FACT.ContractDeclined, {
      contractId: contract.contractId,
      origin: { kind: 'proposal', id: newId() },
      by: 'timer',
      reason: 'offer_expired',
    });
    expect(bench.provider.effects).toContain('refund');
    expect(await bench.balances(bench.client)).toMatchObject({ funding: '0' });
    const { body } = await bench.get(`/payments/wallets/${bench.client.accountId}/entries`, { as: bench.client });
    const [last] = (body as { items: { event: string; lines: { amount: object }[] }[] }).items;
    expect(last).toMatchObject({ event: 'InstrumentRefunded', lines: [{ amount: usd(63_000) }] });
  });

  it('freezes half, releases the other half, executes a ruling of 60/40', async () => {
    const contract = await bench.funded(usd(80_000));
    const [disputeId, milestoneId, { contractId, freelancer }] = [newId(), contract.milestoneIds[0] ?? '', contract];
    await bench.hear(FACT.DisputeOpened, {
      disputeId,
      contractId,
      milestoneId,
      scopeKind: 'milestone',
      amount: usd(40_000),
      openedBy: contract.client,
      against: freelancer,
      lane: 'standard',
      asOf: { stream: `contracts.contract-${contractId}`, revision: '3' },
      respondBy: '2026-03-10T00:00:00.000Z',
      defaultOutcome: 'respondent_loses_claim',
      policyRefs: {},
    });
    await bench.approve(contract, usd(80_000));
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '32000' });
    const [toFreelancer, toClient] = [usd(24_000), usd(16_000)];
    const split = { splitId: newId(), disputeId, basis: 'ruling' as const, basisId: newId(), contractId, milestoneId };
    const shares = { amount: usd(40_000), toFreelancer, toClient, payeePartyId: freelancer };
    await bench.hear(FACT.SplitOrdered, { ...split, ...shares });
    const closedAt = '2026-03-09T00:00:00.000Z';
    await bench.hear(FACT.DisputeClosed, { disputeId, contractId, milestoneId, outcome: 'executed', closedAt });
    expect(await bench.balances(bench.client)).toMatchObject({ funding: '16800' });
    expect(await bench.balances(bench.freelancer)).toMatchObject({ pending: '52600', frozen: '0' });
    const escrow = await bench.get(`/payments/contracts/${contractId}/escrow`, { as: bench.client });
    expect(escrow.body).toMatchObject({ milestones: [{ held: usd(0), frozen: usd(0), state: 'split', deferred: usd(0) }] });
  });
});

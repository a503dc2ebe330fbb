import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FACT, factDefinition, validateOnWrite, type FactType } from '@guildhall/event-catalogue';
import type { StoredEvent } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { FactMappings, recordOf } from '@guildhall/messaging';
import { usd } from '../testing/money-story.factory.js';
import { PaymentsBench } from '../testing/payments-bench.factory.js';
import { paymentFacts } from './payments.facts.js';

const OWN = Object.values(FACT).filter((type) => factDefinition(type).owner === 'payments');

/** A story in which everything that payments tells happens at least once. */
const tellEverything = async (bench: PaymentsBench): Promise<void> => {
  await bench.enableWithdrawal();
  await bench.destination();
  const first = await bench.funded(usd(120_000));
  await bench.approve(first, usd(60_000));
  const [contractId, milestoneId] = [first.contractId, first.milestoneIds[0] ?? ''];
  const of = { contractId, milestoneId };
  const refund = { ...of, refundId: newId(), amount: usd(10_000), source: 'held' as const };
  await bench.hear(FACT.RefundApproved, { ...refund, reasonCode: 'unapproved_rest', approvedBy: 'client' });
  const disputeId = newId();
  await bench.hear(FACT.DisputeOpened, {
    ...of,
    disputeId,
    scopeKind: 'milestone',
    amount: usd(40_000),
    openedBy: first.client,
    against: first.freelancer,
    lane: 'standard',
    asOf: { stream: `contracts.contract-${contractId}`, revision: '3' },
    respondBy: '2026-03-10T00:00:00.000Z',
    defaultOutcome: 'respondent_loses_claim',
    policyRefs: {},
  });
  await bench.approve(first, usd(50_000));
  const shares = { amount: usd(40_000), toFreelancer: usd(24_000), toClient: usd(16_000), payeePartyId: first.freelancer };
  await bench.hear(FACT.SplitOrdered, { ...of, splitId: newId(), disputeId, basis: 'ruling', basisId: newId(), ...shares });
  await bench.approve(first, usd(1));
  await bench.hear(FACT.DisputeClosed, { ...of, disputeId, outcome: 'executed', closedAt: '2026-03-09T00:00:00.000Z' });
  await bench.hear(FACT.ContractCompleting, { contractId, endReason: 'completed' });
  const second = await bench.sign([usd(5_000)]);
  await bench.instrument('tok_refuse_once');
  const { items } = (await bench.get(`/payments/parties/${second.client}/instruments`, { as: bench.client })).body as {
    items: { instrumentId: string }[];
  };
  await bench.post(`/payments/parties/${second.client}/instruments/${items.at(-1)?.instrumentId ?? ''}/default`, {
    as: bench.client,
  });
  await bench.fund(second, [usd(5_000)]);
  await bench.passDays(7);
  const payout = async (type: string): Promise<void> => {
    const path = `/payments/parties/${first.freelancer}/payouts`;
    const { payoutId } = (await bench.post(path, { as: bench.freelancer, body: { amount: usd(10_000) } })).body as {
      payoutId: string;
    };
    const data = { payoutId: 'po', reference: `payout/${first.freelancer}/${payoutId}`, amount: usd(10_000), failureCode: null };
    await bench.webhook({ id: newId(), type, occurredAt: '2026-03-10T00:00:00.000Z', data });
  };
  await payout('payout.paid');
  await payout('payout.returned');
};

describe('The facts of payments', () => {
  let bench: PaymentsBench;
  const told = new Map<FactType, StoredEvent[]>();
  const mappings = new FactMappings(paymentFacts);
  beforeAll(async () => {
    bench = await PaymentsBench.open();
    await tellEverything(bench);
    for await (const event of bench.service.store.readAll({ prefixes: ['payments.'] })) {
      const mapping = mappings.of(event);
      if (!mapping || !recordOf(event, mapping)) continue;
      const type = mapping.fact.type as FactType;
      told.set(type, [...(told.get(type) ?? []), event]);
    }
  }, 60_000);
  afterAll(() => bench.close());

  it('have a mapping each', () => {
    expect(paymentFacts.map(({ fact }) => fact.type).sort()).toEqual([...OWN].sort());
  });

  it.each(OWN)('%s is told by a story, in the form of the catalogue', (type) => {
    const events = told.get(type) ?? [];
    expect(events.length).toBeGreaterThan(0);
    for (const event of events) {
      const data = mappings.of(event)?.data(event);
      expect(() => validateOnWrite(type, data)).not.toThrow();
    }
  });

  it('of money carry the revision of their own event', () => {
    for (const event of told.get(FACT.MilestoneReleased) ?? []) {
      expect(mappings.of(event)?.data(event)).toMatchObject({ escrowRevision: event.revision.toString(), source: 'hold' });
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { codedStore, InMemoryEventStore, InMemorySubjectKeys } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { MoneyStreams } from '../application/money-streams.js';
import { runLedgerCheck } from '../ledger-check/run-ledger-check.js';
import { paymentStorages } from '../payments.service.js';
import type { Movement, ProviderBooks, TakenPayout } from '../provider/provider-books.port.js';
import { referenceOf } from '../provider/references.js';
import policy from '../domain/policies/fee-v1.json' with { type: 'json' };
import type { WalletCommand } from '../domain/wallet/wallet.commands.js';
import { payersIn } from './payers.js';
import { Reconciliation, type Finding } from './reconciliation.js';

const at = '2026-03-02T09:00:00.000Z';
const later = '2026-03-20T09:00:00.000Z';
const partyId = deriveId('party', 'ada');
const instrumentId = deriveId('instrument', 'ada');
const fundingId = deriveId('funding', 'one');
const usd = (amount: string) => ({ amount, currency: 'USD' });
const payoutReference = (payoutId: string) => referenceOf({ kind: 'payout', partyId, payoutId });
const taken = (payoutId: string, amount: string): TakenPayout => ({
  providerPayoutId: `po_${payoutId}`,
  destinationId: deriveId('destination', 'ada'),
  amount: usd(amount),
  reference: payoutReference(payoutId),
  status: 'in_transit',
  createdAt: later,
});
const movement = (kind: Movement['kind'], id: string, reference: string, amount: string): Movement => ({
  kind,
  id,
  reference,
  at: later,
  amount: usd(amount),
});

/** A provider's books as they are given. */
class Books implements ProviderBooks {
  payouts: readonly TakenPayout[] = [];
  movements: readonly Movement[] = [];

  async *movementsSince(): AsyncIterable<Movement> {
    yield* this.movements;
  }

  async payoutsSince(): Promise<readonly TakenPayout[]> {
    return this.payouts;
  }

  async instrumentOf(chargeId: string): Promise<string> {
    return chargeId === 'ch_strange' ? deriveId('instrument', 'nobody') : instrumentId;
  }

  async refundedCharge(): Promise<string | null> {
    return null;
  }
}

const setUp = async () => {
  const log = new InMemoryEventStore();
  const streams = new MoneyStreams(codedStore(log, { storages: paymentStorages, keys: new InMemorySubjectKeys() }));
  const books = new Books();
  const context = (name: string) => {
    const id = deriveId('setting-up', name);
    const actor = { kind: 'system', id: 'test' } as const;
    return { commandId: id, actor, correlationId: id, causationId: id, occurredAt: at, region: 'eu' };
  };
  const wallet = (command: WalletCommand, name: string) => streams.wallets.handle(partyId, command, context(name));
  await wallet(
    {
      type: 'CreditEarnings',
      data: {
        partyId,
        releaseId: deriveId('release', 'one'),
        releasePart: 1,
        origin: 'release',
        transferId: deriveId('transfer', 'one'),
        contractId: deriveId('contract', 'one'),
        milestoneId: deriveId('milestone', 'one'),
        milestoneKind: 'deliverable',
        clientPartyId: deriveId('party', 'client'),
        amount: usd('60000'),
        feeRules: { ...policy, tiers: policy.tiers.USD },
        securityHoldDays: 5,
        at,
      },
    },
    'credit',
  );
  await wallet({ type: 'ClearEarnings', data: { partyId, releaseId: deriveId('release', 'one'), part: 'credited' } }, 'clear');
  const reconcile = async (): Promise<readonly Finding[]> => {
    const findings: Finding[] = [];
    for await (const finding of new Reconciliation(streams, books, payersIn(log)).run(at)) findings.push(finding);
    return findings;
  };
  const outcomes = async () => (await reconcile()).map(({ kind, outcome, why }) => [kind, outcome, ...(why ? [why] : [])]);
  const stateOf = async () => (await streams.wallets.load(partyId)).state;
  const destination = () =>
    streams.methods.handle(
      partyId,
      {
        type: 'ChangeDestination',
        data: {
          partyId,
          destinationId: deriveId('destination', 'ada'),
          method: 'bank_transfer',
          country: 'AT',
          at,
        },
      },
      context('destination'),
    );
  const violations = async () => (await runLedgerCheck(log, null, Date.parse(later))).report.violations;
  return { streams, books, outcomes, stateOf, destination, context, violations };
};

describe('Reconciling with the provider after a restore', () => {
  it('books a forgotten payout once, so that its money cannot be paid out again', async () => {
    const { books, outcomes, stateOf, destination, violations } = await setUp();
    await destination();
    // The wallet was credited without an escrow: the ledger says so, and has nothing to add afterwards.
    const before = await violations();
    const payoutId = deriveId('payout', 'one');
    books.payouts = [taken(payoutId, '49000')];
    books.movements = [movement('payout', 'po_1', payoutReference(payoutId), '49000')];
    expect(await outcomes()).toEqual([
      ['payout_taken', 'booked'],
      ['payout', 'booked'],
    ]);
    expect(await outcomes()).toEqual([
      ['payout_taken', 'known'],
      ['payout', 'known'],
    ]);
    const { balances, payouts } = await stateOf();
    expect(balances['USD']?.available).toBe(0n);
    expect(payouts[payoutId]?.status).toBe('paid');
    expect(await violations()).toEqual(before);
  });

  it('hears of a payout that came back while its webhook was taken by a log that is gone', async () => {
    const { books, outcomes, stateOf, destination } = await setUp();
    await destination();
    const payoutId = deriveId('payout', 'two');
    books.payouts = [taken(payoutId, '49000')];
    const reference = payoutReference(payoutId);
    books.movements = [movement('payout', 'po_2', reference, '49000'), movement('payout_return', 'po_2', reference, '49000')];
    expect(await outcomes()).toEqual([
      ['payout_taken', 'booked'],
      ['payout', 'booked'],
      ['payout_return', 'booked'],
    ]);
    expect((await stateOf()).balances['USD']?.available).toBe(49_000n);
  });

  it('flags a payout of money that the log forgot, too', async () => {
    const { books, outcomes, destination } = await setUp();
    await destination();
    const payoutId = deriveId('payout', 'three');
    books.payouts = [taken(payoutId, '90000')];
    books.movements = [movement('payout', 'po_3', payoutReference(payoutId), '90000')];
    expect(await outcomes()).toEqual([
      ['payout_taken', 'flagged', 'PAYMENTS.INSUFFICIENT_AVAILABLE'],
      ['payout', 'flagged', 'payout_unknown'],
    ]);
  });

  it('gives a charge back whose funding the log forgot', async () => {
    const { books, outcomes, streams, stateOf, context } = await setUp();
    const validated = { partyId, instrumentId, method: 'card', country: 'AT', checkKind: 'micro_charge', holderName: 'Ada' };
    await streams.methods.handle(partyId, { type: 'AddInstrument', data: validated }, context('instrument'));
    books.movements = [movement('capture', 'ch_1', referenceOf({ kind: 'charge', fundingId, attempt: 1 }), '63000')];
    expect(await outcomes()).toEqual([['capture', 'booked']]);
    expect(await outcomes()).toEqual([['capture', 'known']]);
    const { balances, refundsToInstrument, charges } = await stateOf();
    expect(balances['USD']?.funding).toBe(0n);
    expect(charges).toContain('ch_1');
    expect(refundsToInstrument[deriveId('ch_1', 'late')]).toMatchObject({ amount: usd('63000'), returned: 'no' });
  });

  it('flags what it cannot place', async () => {
    const { books, outcomes } = await setUp();
    books.movements = [
      movement('capture', 'ch_strange', referenceOf({ kind: 'charge', fundingId, attempt: 1 }), '63000'),
      movement('refund', 're_1', referenceOf({ kind: 'refund', partyId, refundId: fundingId }), '63000'),
      movement('capture', 'ch_2', 'a shop of somebody else', '100'),
    ];
    expect(await outcomes()).toEqual([
      ['capture', 'flagged', 'instrument_unknown'],
      ['refund', 'flagged', 'refund_unknown'],
      ['capture', 'flagged', 'foreign_reference'],
    ]);
  });
});

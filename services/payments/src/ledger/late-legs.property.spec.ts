import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ContractMoney } from '../domain/world/contract-money.factory.js';
import { fundingStream, payCharge } from '../domain/world/legs.factory.js';
import { MoneyWorld } from '../domain/world/money-world.factory.js';
import { checkLedger } from './ledger-check.js';
import { logOf } from './story.factory.js';

/** One thing that happens: an act on a milestone, or nothing but a few deliveries. */
type Happening = Readonly<{ act: Act; place: number; percent: number; deliveries: readonly Delivery[] }>;
type Delivery = Readonly<{ place: number; again: 'once' | 'again' }>;
type Act = (contract: ContractMoney, milestoneId: string, percent: bigint) => void;

const centsOf = (minor: bigint): string => (Number(minor) / 100).toFixed(2);
const held = ({ world, contractId }: ContractMoney, milestoneId: string): bigint =>
  world.balance(`escrow:${contractId}:${milestoneId}`) + world.balance(`escrow:${contractId}:${milestoneId}:frozen`);
/** A part of what could be there, often more than there is now: legs are on their way. */
const some = (contract: ContractMoney, milestoneId: string, percent: bigint): string =>
  centsOf(((held(contract, milestoneId) + 5_000n) * percent) / 100n + 1n);

const charge: Act = ({ world }) => {
  const asked = world.all('ChargeClaimed').length;
  const next = world.all('FundingOpened')[asked];
  if (!next) return;
  for (const { stream, command } of payCharge(next.fundingId, next.total, world.now)) world.send(stream, command);
};
const openDisputes = ({ world, contractId }: ContractMoney): readonly string[] => {
  const ended = new Set(world.all('FreezeEnded').map(({ disputeId }) => disputeId));
  return world
    .all('FreezeStarted')
    .map(({ disputeId }) => disputeId)
    .filter((disputeId) => disputeId.includes(`-${contractId}-`) && !ended.has(disputeId));
};
/** Divides what a dispute found, wholly for one side at times; while its freeze is being taken, what it asked for. */
const rule = (contract: ContractMoney, disputeId: string, percent: bigint): void => {
  const { world } = contract;
  const freeze = world.all('FreezeStarted').find((started) => started.disputeId === disputeId);
  if (!freeze) return;
  const found = world.all('FreezeCompleted').find((completed) => completed.disputeId === disputeId);
  const amount = BigInt((found?.amount ?? freeze.asked).amount);
  const toClient = percent % 3n === 0n ? amount : (amount * percent) / 110n;
  contract.split(freeze.milestoneId, centsOf(amount - toClient), centsOf(toClient), { disputeId });
};
const acts: readonly Act[] = [
  (contract, milestoneId, percent) => void contract.requestFunding({ [milestoneId]: centsOf(percent * 777n) }),
  charge,
  charge,
  (contract, milestoneId, percent) => void contract.release(milestoneId, some(contract, milestoneId, percent)),
  (contract, milestoneId, percent) => void contract.release(milestoneId, some(contract, milestoneId, percent / 3n)),
  (contract, milestoneId, percent) => void contract.refund(milestoneId, some(contract, milestoneId, percent / 4n)),
  (contract, milestoneId, percent) => void contract.refund(milestoneId, centsOf(percent * 150n), 'released'),
  (contract, milestoneId, percent) => void contract.dispute(milestoneId, some(contract, milestoneId, percent)),
  (contract, milestoneId, percent) => void contract.dispute(milestoneId, centsOf(held(contract, milestoneId) + percent * 300n)),
  (contract, milestoneId, percent) => {
    const [disputeId] = openDisputes(contract);
    const share = some(contract, milestoneId, percent / 4n);
    if (disputeId === undefined) contract.split(milestoneId, share, share);
    else rule(contract, disputeId, percent);
  },
  (contract) => {
    const [disputeId] = openDisputes(contract);
    if (disputeId !== undefined) contract.closeDispute(disputeId);
  },
  (contract) => void contract.clear(),
  (contract, _milestoneId, percent) => {
    const payoutId = `payout-${contract.world.log.length}`;
    const amount = (contract.world.balance('wallet:F:available') * percent) / 100n;
    if (typeof contract.payout(centsOf(amount), payoutId) === 'string' || percent % 2n === 0n) return;
    contract.settlePayout(payoutId);
  },
  (contract) => {
    const returned = new Set(contract.world.all('PayoutReturned').map(({ payoutId }) => payoutId));
    const payout = contract.world.all('PayoutCreated').find(({ payoutId }) => !returned.has(payoutId));
    if (payout) contract.returnPayout(payout.payoutId);
  },
  (contract, _milestoneId, percent) => {
    if (percent > 108n) contract.complete();
  },
];

const happening: fc.Arbitrary<Happening> = fc.record({
  act: fc.constantFrom(...acts),
  place: fc.nat(3),
  percent: fc.integer({ min: 1, max: 110 }),
  deliveries: fc.array(
    fc.record({ place: fc.nat(), again: fc.constantFrom('once' as const, 'once' as const, 'again' as const) }),
    {
      maxLength: 3,
    },
  ),
});

const begin = (): Readonly<{ world: MoneyWorld; places: readonly (readonly [ContractMoney, string])[] }> => {
  const world = new MoneyWorld();
  const [first, second] = [
    new ContractMoney(world, 'K', 'USD', 'C').sign({ M: 'deliverable', X: 'expense' }).fund({ M: '800.00', X: '90.00' }),
    new ContractMoney(world, 'L', 'USD', 'D'),
  ];
  const places = [[first, 'M'], [first, 'X'], [second, 'M'], [second, 'N']] as const;
  return { world, places };
}; // prettier-ignore

/** Every story ends: charges are given up, disputes closed, what is still held goes back, payouts return, contracts complete. */
const end = ({ world, places }: ReturnType<typeof begin>): void => {
  world.settle();
  for (const { fundingId } of world.all('FundingOpened'))
    world.send(fundingStream(fundingId), { type: 'GiveUp', data: { reasonCode: 'over' } });
  for (const [contract] of places) for (const disputeId of openDisputes(contract)) contract.closeDispute(disputeId);
  world.settle();
  for (const [contract, milestoneId] of places)
    if (held(contract, milestoneId) > 0n) contract.refund(milestoneId, centsOf(held(contract, milestoneId)));
  for (const { payoutId } of world.all('PayoutCreated')) places[0]?.[0].returnPayout(payoutId);
  for (const [contract] of places) contract.complete();
  world.settle();
};

describe('Legs that come late, twice and in any order', () => {
  it('never break an invariant at any event, and leave nothing in transit once all are delivered', () =>
    fc.assert(
      fc.property(fc.array(happening, { minLength: 10, maxLength: 60, size: 'max' }), (happenings) => {
        const begun = begin();
        const { world, places } = begun;
        happenings.forEach(({ act, place, percent, deliveries }, index) => {
          const [contract, milestoneId] = places[place] ?? places[0] ?? [];
          if (contract && milestoneId !== undefined) act(contract, milestoneId, BigInt(percent));
          // The second contract is signed late: until then its instructions wait.
          if (index === 5) places[2]?.[0].sign({ M: 'deliverable', N: 'deliverable' }).fund({ M: '700.00', N: '300.00' });
          for (const delivery of deliveries) if (world.inbox.length > 0) world.deliver(delivery.place, delivery.again);
        });
        end(begun);
        const report = checkLedger(logOf(world), { businessNow: world.now, wallNow: world.now });
        expect(report.violations).toEqual([]);
        expect(report.open).toEqual([]);
        expect(world.all('EscrowSettled')).toHaveLength(2);
        const settled = world.all('EscrowSettled').reduce((sum, { funded }) => sum + BigInt(funded.amount), 0n);
        expect(settled).toBe(world.all('HoldPlaced').reduce((sum, { amount }) => sum + BigInt(amount.amount), 0n));
      }),
      { numRuns: 100 },
    ));
});

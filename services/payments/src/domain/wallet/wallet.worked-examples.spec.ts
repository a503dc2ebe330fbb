import { describe, expect, it } from '@jest/globals';
import { specFor } from '@guildhall/testing';
import policy from '../policies/fee-v1.json' with { type: 'json' };
import { walletDecider } from '../wallet/wallet.decider.js';
import type { WalletCommand } from '../wallet/wallet.commands.js';
import type { WalletEvent } from '../wallet/wallet.events.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const feeRules = { ...policy, tiers: policy.tiers.USD };
const at = '2026-03-02T09:00:00.000Z';
const given = specFor(walletDecider);
const opened: WalletEvent = { type: 'WalletOpened', data: { partyId: 'F', kind: 'account' } };
const credit = (releaseId: string, amount: string, client = 'C'): WalletCommand => ({
  type: 'CreditEarnings',
  data: {
    partyId: 'F',
    releaseId,
    releasePart: 1,
    origin: 'release',
    transferId: `T-${releaseId}`,
    contractId: 'K',
    milestoneId: 'M',
    milestoneKind: 'deliverable',
    clientPartyId: client,
    amount: usd(amount),
    feeRules,
    securityHoldDays: 5,
    at,
  },
});
const after = (...commands: readonly WalletCommand[]): readonly WalletEvent[] =>
  commands.reduce<readonly WalletEvent[]>(
    (events, command) => [
      ...events,
      ...given(...events)
        .when(command)
        .decided(),
    ],
    [opened],
  );

describe('Earnings', () => {
  it('of the first 600.00 of a relationship pay a fee of 110.00 and leave 490.00 pending', () => {
    const [event] = given(opened).when(credit('r1', '60000')).decided();
    expect(event).toMatchObject({
      type: 'EarningsCredited',
      data: { fee: usd('11000'), net: usd('49000'), availableAt: '2026-03-08T00:00:00.000Z' },
    });
  });
  it('are booked once per transfer', () =>
    given(...after(credit('r1', '60000')))
      .when(credit('r1', '60000'))
      .thenNothingHappens());
});

describe('A refund of released money', () => {
  const refund = (refundId: string, releaseId: string, amount: string): WalletCommand => ({
    type: 'RefundReleased',
    data: {
      refundId, transferId: `T-${refundId}`, contractId: 'K', milestoneId: 'M', clientPartyId: 'C', milestoneKind: 'deliverable',
      amount: usd(amount), clientFee: usd('0'), lines: [{ releaseId, gross: usd(amount) }], feeRules,
    }, // prettier-ignore
  });
  it('of 300.00 out of 600.00 returns a fee of 50.00 and takes 250.00 from pending; the next 300.00 pays 50.00 again', () => {
    const events = after(credit('r1', '60000'), refund('x', 'r1', '30000'), credit('r2', '30000'));
    expect(events[2]).toMatchObject({
      type: 'ReleasedRefundSent',
      data: { freelancerFee: usd('5000'), fromPending: [{ releaseId: 'r1', part: 'credited', amount: usd('25000') }] },
    });
    expect(events[3]).toMatchObject({ type: 'EarningsCredited', data: { fee: usd('5000') } });
  });
  it('not covered by the wallet is answered as refused, for ever: a later delivery does not find new money', () => {
    const cleared: WalletCommand = { type: 'ClearEarnings', data: { partyId: 'F', releaseId: 'r1', part: 'credited' } };
    const gate = { withdraw: 'open' as const, missing: [], restricted: [] };
    const payout = { payoutId: 'p', amount: usd('49000'), destinationId: 'd', method: 'bank', usableFrom: at, gate, at };
    const spent = after(credit('r1', '60000'), cleared, { type: 'CreatePayout', data: payout });
    const [refused] = given(...spent)
      .when(refund('x', 'r1', '30000'))
      .decided();
    expect(refused).toMatchObject({ type: 'ReleasedRefundRefused', data: { refundId: 'x', reasonCode: 'exceeds_held' } });
    given(
      ...spent,
      ...(refused ? [refused] : []),
      ...given(...spent)
        .when({ type: 'ReturnPayout', data: { payoutId: 'p', reasonCode: 'closed' } })
        .decided(),
    )
      .when(refund('x', 'r1', '30000'))
      .thenNothingHappens();
  });
  it('returns 40.00, then 110.00, of two milestones that paid 80.00 and 70.00', () => {
    const events = after(
      credit('m1', '40000'),
      credit('m2', '60000'),
      { type: 'ClearEarnings', data: { partyId: 'F', releaseId: 'm2', part: 'credited' } },
      refund('x1', 'm1', '40000'),
      refund('x2', 'm2', '60000'),
    );
    expect(events.flatMap((event) => (event.type === 'EarningsCredited' ? [event.data.fee.amount] : []))).toEqual([
      '8000',
      '7000',
    ]);
    expect(events.flatMap((event) => (event.type === 'ReleasedRefundSent' ? [event.data.freelancerFee.amount] : []))).toEqual([
      '4000',
      '11000',
    ]);
  });
});

describe('A ruling on released money', () => {
  it('of 180.00 / 120.00 about 300.00 of 600.00 returns a fee of 14.00 and gives 144.00 back', () => {
    const events = after(
      credit('r1', '60000'),
      { type: 'ClearEarnings', data: { partyId: 'F', releaseId: 'r1', part: 'credited' } },
      { type: 'FreezeReleased', data: { freezeId: 'f', contractId: 'K', milestoneId: 'M', clientPartyId: 'C', lines: [{ releaseId: 'r1', gross: usd('30000') }], milestoneKind: 'deliverable', feeRules, currency: 'USD', at } },
      { type: 'SplitReleased', data: { splitId: 's', freezeId: 'f', transferId: 'T5b', contractId: 'K', milestoneId: 'M', clientPartyId: 'C', lines: [{ releaseId: 'r1', gross: usd('12000') }], toClient: usd('12000'), clientFee: usd('600'), milestoneKind: 'deliverable', feeRules, at } },
    ); // prettier-ignore
    expect(events.find(({ type }) => type === 'FreezeAnswered')).toMatchObject({
      data: { walletFrozenNet: usd('25000'), shortfallNet: usd('0') },
    });
    expect(events.at(-1)).toMatchObject({
      type: 'ReleasedSplit',
      data: { freelancerFee: usd('1400'), credited: usd('12600'), freed: usd('14400'), owed: usd('0') },
    });
  });
  it('takes 250.00 frozen and 20.00 available when the tier has moved', () => {
    const events = after(
      credit('r1', '60000'),
      { type: 'FreezeReleased', data: { freezeId: 'f', contractId: 'K', milestoneId: 'M', clientPartyId: 'C', lines: [{ releaseId: 'r1', gross: usd('30000') }], milestoneKind: 'deliverable', feeRules, currency: 'USD', at } },
      credit('r2', '40000'),
      { type: 'ClearEarnings', data: { partyId: 'F', releaseId: 'r2', part: 'credited' } },
      { type: 'SplitReleased', data: { splitId: 's', freezeId: 'f', transferId: 'T5b', contractId: 'K', milestoneId: 'M', clientPartyId: 'C', lines: [{ releaseId: 'r1', gross: usd('30000') }], toClient: usd('30000'), clientFee: usd('1500'), milestoneKind: 'deliverable', feeRules, at } },
    ); // prettier-ignore
    expect(events.at(-1)).toMatchObject({
      type: 'ReleasedSplit',
      data: { freelancerFee: usd('3000'), fromFrozen: usd('25000'), fromAvailable: usd('2000') },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { money, startTimer, type CommandRefused, type EventData } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import type { WalletEvent } from '../../domain/wallet/wallet.events.js';
import { toWallet } from '../orders.js';
import { earningsClearing } from './earnings-clearing.process.js';

const given = processSpecFor(earningsClearing);
const usd = (minor: bigint) => money(minor, 'USD');
const line = { partyId: 'freelancer', releaseId: 'release', part: 'credited' };

const credited = (creditedAt: string) => {
  const amounts = { gross: usd(60_000n), fee: usd(11_000n), net: usd(49_000n), lifetimeRise: usd(60_000n) };
  const where = { transferId: 't', contractId: 'k', milestoneId: 'm', clientPartyId: 'c', milestoneKind: 'deliverable' };
  const times = { creditedAt, securityHoldDays: 5, availableAt: '' };
  const data = { ...line, ...where, origin: 'release' as const, releasePart: 1, ...amounts, ...times, postings: [] };
  return { type: 'EarningsCredited' as const, data };
};
const frozen = (frozenAt: string, source: EventData<WalletEvent, 'AmountFrozen'>['source'] = 'pending') => ({
  type: 'AmountFrozen' as const,
  data: { ...line, freezeId: 'freeze', amount: usd(25_000n), source, frozenAt, postings: [] },
});
const unfrozen = (unfrozenAt: string) => ({
  type: 'AmountUnfrozen' as const,
  data: {
    ...line,
    part: 'freeze',
    freezeId: 'freeze',
    amount: usd(25_000n),
    source: 'pending' as const,
    unfrozenAt,
    postings: [],
  },
});
const due = { type: 'timer.security-hold' as const, data: line };

describe('The clearing of earnings', () => {
  it('waits until the end of the fifth day, UTC', () =>
    given()
      .when(credited('2026-03-02T22:10:00.000Z'))
      .then(startTimer('security-hold', '2026-03-08T00:00:00.000Z', line, 'credited')));

  it('clears on its day what a freeze left', () =>
    given(credited('2026-03-02T09:00:00.000Z'), frozen('2026-03-04T09:00:00.000Z'))
      .when(due)
      .then(toWallet('clear', 'freelancer', { type: 'ClearEarnings', data: line })));

  it('gives frozen money the days that it had left when the freeze came', () =>
    // Cleared on 8 March; frozen on the 4th with 3 days left; freed on the 20th.
    given(credited('2026-03-02T09:00:00.000Z'), frozen('2026-03-04T09:00:00.000Z'))
      .when(unfrozen('2026-03-20T12:00:00.000Z'))
      .then(startTimer('security-hold', '2026-03-24T00:00:00.000Z', { ...line, part: 'freeze' }, 'freeze')));

  it('has nothing to do with money that had cleared before it was frozen', () => {
    const frame = { id: 'i', streamKey: 'freelancer', occurredAt: '', revision: '0', policyRefs: {} };
    expect(earningsClearing.correlate(frozen('2026-03-04T09:00:00.000Z', 'available'), frame)).toBeNull();
    expect(earningsClearing.correlate(frozen('2026-03-04T09:00:00.000Z'), frame)).toBe('release');
  });

  it('hands a refused clearing to the operators', () => {
    const refused: CommandRefused = { type: 'CommandRefused', data: { step: 'clear', code: 'PAYMENTS.X' } };
    given(credited('2026-03-02T09:00:00.000Z')).when(refused).then({ kind: 'escalate', code: 'PAYMENTS.X' });
  });
});

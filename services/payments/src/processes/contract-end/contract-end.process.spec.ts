import { describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { deriveId, money } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { toEscrow, toFunding, toWallet } from '../orders.js';
import { contractEnd } from './contract-end.process.js';

const given = processSpecFor(contractEnd);
const usd = (minor: bigint) => money(minor, 'USD');
const payBy = '2026-03-09T00:00:00.000Z';

const opened = (fundingId: string) => ({
  type: 'FundingOpened' as const,
  data: { fundingId, contractId: 'k', clientPartyId: 'c', quoteId: 'q', lines: [], total: usd(63_000n), payBy },
});
const committed = (fundingId: string, chargeId: string, total: bigint) => ({
  type: 'FundingCommitted' as const,
  data: {
    fundingId,
    contractId: 'k',
    clientPartyId: 'c',
    chargeId,
    provider: 'psp',
    total: usd(total),
    lines: [],
    committedAt: payBy,
  },
});
const held = (fundingId: string) => ({
  type: 'HoldPlaced' as const,
  data: {
    contractId: 'k',
    milestoneId: 'm',
    fundingId,
    holdId: `h-${fundingId}`,
    transferId: 't',
    amount: usd(60_000n),
    clientFee: usd(3_000n),
    heldRemaining: usd(60_000n),
    providerDeadline: payBy,
    postings: [],
  },
});
const credited = (transferId: string, minor: bigint) => ({
  type: 'RefundCredited' as const,
  data: { transferId, refundId: 'r', contractId: 'k', milestoneId: 'm', amount: usd(minor), postings: [] },
});
const completing = { type: FACT.ContractCompleting, data: { contractId: 'k', endReason: 'completed' } };
const declined = {
  type: FACT.ContractDeclined,
  data: { contractId: 'k', origin: { kind: 'proposal' as const, id: 'p' }, by: 'timer', reason: 'offer_expired' },
};
const giveUp = (fundingId: string, reasonCode: string) =>
  toFunding(`give-up-${fundingId}`, fundingId, { type: 'GiveUp', data: { reasonCode } });
const back = (chargeId: string, transferId: string, minor: bigint) =>
  toWallet(`refund-${chargeId}`, 'c', {
    type: 'RefundInstrument',
    data: { refundId: deriveId(transferId, chargeId), chargeId, provider: 'psp', amount: usd(minor) },
  });

describe('The end of a contract’s money', () => {
  it('gives up what has not brought money yet', () =>
    given(opened('f1'), committed('f1', 'ch1', 63_000n), held('f1'), opened('f2'))
      .when(completing)
      .then(
        giveUp('f2', 'contract_completing'),
        toEscrow('note', 'k', { type: 'NoteCompletion', data: { endReason: 'completed' } }),
      ));

  it('gives up a funding that opens when all is over', () =>
    given(declined).when(opened('f1')).then(giveUp('f1', 'contract_declined')));

  it('sends what a declined contract gets back to the charges that paid, never more than was captured', () =>
    given(opened('f1'), committed('f1', 'ch1', 63_000n), opened('f2'), committed('f2', 'ch2', 21_000n), declined)
      .when(credited('t1', 84_000n))
      .then(back('ch1', 't1', 63_000n), back('ch2', 't1', 21_000n)));

  it('counts what went back into the wallet before', () =>
    given(opened('f1'), committed('f1', 'ch1', 63_000n), credited('t0', 42_000n), declined)
      .when(credited('t1', 21_000n))
      .then(back('ch1', 't1', 21_000n)));

  it('leaves refunds of a contract that goes on in the wallet', () =>
    expect(given(opened('f1'), committed('f1', 'ch1', 63_000n)).when(credited('t1', 63_000n)).outputs).toEqual([]));

  it('expects nothing of a charge whose capture was refused', () => {
    const refusal = {
      fundingId: 'f1',
      contractId: 'k',
      milestoneIds: [],
      attempt: 1,
      reasonCode: 'capture_refused',
      final: false,
    };
    given(opened('f1'), committed('f1', 'ch1', 63_000n), { type: 'FundingRefused', data: refusal }, declined)
      .when(credited('t1', 63_000n))
      .thenNothing();
  });
});

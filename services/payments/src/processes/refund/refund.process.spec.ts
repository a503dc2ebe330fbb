import { describe, expect, it } from '@jest/globals';
import { deriveId, money } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { order, toEscrow, toWallet } from '../orders.js';
import { refundProcess } from './refund.process.js';

const given = processSpecFor(refundProcess);
const usd = (minor: bigint) => money(minor, 'USD');
const transferId = deriveId('refund', 'm');
const frame = { streamKey: 'k', occurredAt: '2026-12-31T23:00:00.000Z' };
const feeRules = { clientPercent: 5, expensePercent: 0, tiers: [] };

const started = {
  type: 'ReleasedRefundStarted' as const,
  data: {
    milestoneId: 'm',
    refundId: 'refund',
    transferId,
    amount: usd(30_000n),
    clientFee: usd(1_500n),
    lines: [{ releaseId: 'r', gross: usd(30_000n) }],
    clientPartyId: 'c',
    freelancerPartyId: 'f',
    milestoneKind: 'deliverable',
    feeRules,
  },
};
const sent = {
  type: 'ReleasedRefundSent' as const,
  data: {
    refundId: 'refund',
    transferId,
    contractId: 'k',
    milestoneId: 'm',
    clientPartyId: 'c',
    gross: usd(30_000n),
    freelancerFee: usd(5_000n),
    lifetimeFall: usd(30_000n),
    clientFee: usd(1_500n),
    credited: usd(31_500n),
    fromPending: [],
    fromAvailable: usd(25_000n),
    postings: [],
  },
};
const credited = {
  type: 'RefundCredited' as const,
  data: { transferId, refundId: 'refund', contractId: 'k', milestoneId: 'm', amount: usd(31_500n), postings: [] },
};
const numbered = { type: 'NumberTaken' as const, data: { number: 'GUILDHALL-2026-000001', documentId: transferId, sequence: 1 } };

describe('A refund of released money', () => {
  it('debits the freelancer, credits the client with both, takes a number of the year and closes with both fees', () => {
    const credit = { partyId: 'c', transferId, refundId: 'refund', contractId: 'k', milestoneId: 'm', amount: usd(31_500n) };
    given([started, frame])
      .when(sent)
      .then(toWallet('credit', 'c', { type: 'CreditRefund', data: credit }));
    given([started, frame], sent)
      .when([credited, frame])
      .then(order('number', { type: 'NumbersOrder', data: { issuer: 'guildhall', year: 2026, documentId: transferId } }));
    const closing = {
      refundId: 'refund',
      milestoneId: 'm',
      source: 'released' as const,
      amount: usd(30_000n),
      feeReturned: usd(6_500n),
      creditNoteNumber: 'GUILDHALL-2026-000001',
    };
    given([started, frame], sent, credited)
      .when(numbered)
      .then(toEscrow('complete', 'k', { type: 'CompleteRefund', data: closing }));
  });

  it('is answered as refused when the wallet does not cover it', () => {
    const refusal = { milestoneId: 'm', instructionId: 'refund', kind: 'refund' as const, reasonCode: 'exceeds_held' as const };
    given([started, frame])
      .when({
        type: 'ReleasedRefundRefused',
        data: { refundId: 'refund', transferId, contractId: 'k', milestoneId: 'm', reasonCode: 'exceeds_held' },
      })
      .then(toEscrow('refuse', 'k', { type: 'RefuseInstruction', data: refusal }));
  });

  it('goes to the operators when a credit is refused, which nothing may do', () =>
    given([started, frame], sent)
      .when({ type: 'CommandRefused', data: { step: 'credit', code: 'PAYMENTS.X' } })
      .then({ kind: 'escalate', code: 'PAYMENTS.X' }));

  it('is not mixed up with the client’s share of a split', () => {
    const share = { ...credited, data: { ...credited.data, transferId: deriveId('refund', 'client') } };
    const full = { id: 'i', revision: '0', policyRefs: {}, ...frame };
    expect(refundProcess.correlate(share, full)).toBeNull();
    expect(refundProcess.correlate(credited, full)).toBe(transferId);
  });
});

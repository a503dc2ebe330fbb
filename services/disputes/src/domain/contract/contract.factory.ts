import type { Money } from '@guildhall/kernel';
import type { ContractEvent } from './contract.decider.js';

export const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
export const M1 = '9a286fa0-93b2-5a45-9cb9-c05b588936c7';
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const usd = (amount: string): Money => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
const AT = '2026-03-02T09:00:00.000Z';
const ofMilestone = { contractId: CONTRACT, milestoneId: M1 };

export const signing = (): ContractEvent => ({
  type: 'SigningHeard',
  data: {
    contractId: CONTRACT,
    clientPartyId: CLIENT,
    freelancerPartyId: FREELANCER,
    currency: 'USD',
    policyRefs: { fee: 'fee-v1' },
    milestones: [{ milestoneId: M1, amount: usd('800.00') }],
    sourceRevision: '4',
    at: AT,
  },
});
export const funding = (held: string, escrowRevision: string): ContractEvent => ({
  type: 'FundingHeard',
  data: { ...ofMilestone, amount: usd(held), heldRemaining: usd(held), escrowRevision, at: AT },
});
export const release = (gross: string, rest: string, escrowRevision: string, at = AT): ContractEvent => ({
  type: 'ReleaseHeard',
  data: { ...ofMilestone, releaseId: `r${escrowRevision}`, gross: usd(gross), heldRemaining: usd(rest), escrowRevision, at },
});
export const refund = (amount: string, source: 'held' | 'released', rest: string, escrowRevision: string): ContractEvent => ({
  type: 'RefundHeard',
  data: { ...ofMilestone, refundId: 'f', amount: usd(amount), source, heldRemaining: usd(rest), escrowRevision, at: AT },
});
export const split = (toFreelancer: string, toClient: string, heldPart: string, escrowRevision: string): ContractEvent => ({
  type: 'SplitHeard',
  data: {
    ...ofMilestone,
    splitId: 's',
    toFreelancer: usd(toFreelancer),
    toClient: usd(toClient),
    heldPart: usd(heldPart),
    heldRemaining: usd('0'),
    escrowRevision,
    at: AT,
  },
});
export const submission = (sourceRevision: string): ContractEvent => ({
  type: 'SubmissionHeard',
  data: { ...ofMilestone, deliverableVersion: 1, contentHash: `sha256:${'a'.repeat(64)}`, sourceRevision, at: AT },
});
export const approval = (sourceRevision: string): ContractEvent => ({
  type: 'ApprovalHeard',
  data: { ...ofMilestone, releaseId: 'r', amount: usd('800.00'), approvedBy: 'client', sourceRevision, at: AT },
});
export const ending = (at = AT): ContractEvent => ({
  type: 'EndingHeard',
  data: { contractId: CONTRACT, endReason: 'completed', sourceRevision: '20', at },
});

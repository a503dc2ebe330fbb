import type { ContractCommand } from './contract.decider.js';
import type { Ruling } from './contract.events.js';

export const CONTRACT = '29dc703c-94d4-5e5b-80dd-d81a22148c6f';
export const CLIENT = '7e014f6b-1b3f-5c1c-8045-75472df8e535';
export const FREELANCER = 'adba5708-f0d0-5f1f-b871-a1fd2536c23e';
export const MILESTONE = '9a286fa0-93b2-5a45-9cb9-c05b588936c7';
export const ROLE = 'listing_optimization';
export const usd = (amount: string) => ({ amount: `${Math.round(Number(amount) * 100)}`, currency: 'USD' });
export const day = (of: number, hour = 9): string => new Date(Date.UTC(2026, 2, of, hour)).toISOString();

const contractId = CONTRACT;
const at = (of: number) => ({ milestoneId: MILESTONE, at: day(of) });
export const signing = (
  signedAt = day(1),
  pair = { contractId, clientPartyId: CLIENT, freelancerPartyId: FREELANCER },
): ContractCommand => ({
  type: 'NoteSigning',
  data: { contractId: pair.contractId, told: { ...pair, roleId: ROLE, currency: 'USD', signedAt } },
});
export const payment = (amount: string, of = 10, factId = `paid-${of}`): ContractCommand => ({
  type: 'NotePayment',
  data: { contractId, told: { factId, amount: usd(amount), ...at(of) } },
});
export const refund = (amount: string, source: 'held' | 'released', of = 12): ContractCommand => ({
  type: 'NoteRefund',
  data: { contractId, told: { factId: `refunded-${of}`, source, amount: usd(amount), ...at(of) } },
});
export const split = (toFreelancer: string, toClient: string, heldPart: string, of = 14): ContractCommand => {
  const shares = { toFreelancer: usd(toFreelancer), toClient: usd(toClient), heldPart: usd(heldPart) };
  return { type: 'NoteSplit', data: { contractId, told: { factId: `split-${of}`, ...shares, ...at(of) } } };
};
export const submission = (of: number, hour = 9): ContractCommand => ({
  type: 'NoteSubmission',
  data: { contractId, told: { milestoneId: MILESTONE, deliverableVersion: 1, submittedAt: day(of, hour) } },
});
export const approval = (approvedBy: 'client' | 'timer', of = 10): ContractCommand => ({
  type: 'NoteApproval',
  data: { contractId, told: { milestoneId: MILESTONE, approvedBy, approvedAt: day(of) } },
});
export const changes = (): ContractCommand => ({
  type: 'NoteChanges',
  data: { contractId, told: { deliverableVersion: 1, ...at(9) } },
});
export const lateness = (): ContractCommand => ({
  type: 'NoteLateness',
  data: { contractId, told: { milestoneId: MILESTONE, dueAt: day(9) } },
});
export const ending = (ruleId?: string, of = 20): ContractCommand => ({
  type: 'NoteEnding',
  data: { contractId, told: { endReason: 'completed', endedAt: day(of), ...(ruleId === undefined ? {} : { ruleId }) } },
});
export const ruling = (faultFreelancer = 0.4, of = 15): ContractCommand => {
  const ids = { factId: 'ruled', disputeId: 'dispute', rulingId: 'ruling', milestoneId: MILESTONE };
  const told: Ruling = {
    ...ids,
    decidedAs: 'decided',
    amount: usd('400.00'),
    faultFreelancer,
    faultClient: 1 - faultFreelancer,
    decidedAt: day(of),
  };
  return { type: 'NoteRuling', data: { contractId, told } };
};

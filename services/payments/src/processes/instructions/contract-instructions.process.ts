import {
  FACT,
  type ContractEnded,
  type ContractSigned,
  type FundingRequested,
  type MilestoneApproved,
  type PartialReleaseApproved,
  type RefundApproved,
  type SplitAgreed,
} from '@guildhall/event-catalogue';
import type { FactInput, Reaction } from '@guildhall/kernel';
import { order, toEscrow } from '../orders.js';

type Input =
  | FactInput<ContractSigned>
  | FactInput<FundingRequested>
  | FactInput<PartialReleaseApproved>
  | FactInput<MilestoneApproved>
  | FactInput<RefundApproved>
  | FactInput<SplitAgreed>
  | FactInput<ContractEnded>;

/** What contracts orders of a contract's money: the escrow answers each instruction by an event, early ones wait there. */
export const contractInstructions: Reaction<Input> = {
  kind: 'reaction',
  name: 'contract-instructions',
  from: [],
  react({ type, data }, { occurredAt: at }) {
    switch (type) {
      case FACT.ContractSigned: {
        const { contractId, clientPartyId, freelancerPartyId, currency, milestones, policyRefs } = data;
        const terms = { contractId, clientPartyId, freelancerPartyId, currency, milestones, policyRefs };
        return [order('open', { type: 'OpenEscrowUnderPolicy', data: { terms } })];
      }
      case FACT.FundingRequested: {
        const { contractId, fundingId, quoteId, payBy, lines } = data;
        return [toEscrow('accept', contractId, { type: 'AcceptFunding', data: { fundingId, quoteId, payBy, lines, at } })];
      }
      case FACT.PartialReleaseApproved:
      case FACT.MilestoneApproved: {
        const { contractId, milestoneId, releaseId, amount, payeePartyId } = data;
        return [toEscrow('release', contractId, { type: 'Release', data: { releaseId, milestoneId, amount, payeePartyId, at } })];
      }
      case FACT.RefundApproved: {
        const { contractId, milestoneId, refundId, amount, source } = data;
        return [toEscrow('refund', contractId, { type: 'Refund', data: { refundId, milestoneId, amount, source, at } })];
      }
      case FACT.SplitAgreed: {
        const { contractId, milestoneId, splitId, toFreelancer, toClient, payeePartyId } = data;
        const split = { splitId, milestoneId, toFreelancer, toClient, payeePartyId, at };
        return [toEscrow('split', contractId, { type: 'Split', data: split })];
      }
      case FACT.ContractEnded:
        // Moves nothing: an ended contract has been completing before, so this is only noted.
        return [toEscrow('note', data.contractId, { type: 'NoteCompletion', data: { endReason: data.endReason } })];
    }
  },
};

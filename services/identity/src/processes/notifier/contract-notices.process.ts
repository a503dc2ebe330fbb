import {
  FACT,
  type ContractOffered,
  type ContractSigned,
  type DisputeDecided,
  type MilestoneFunded,
  type MilestoneSubmitted,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractNoticesCommand } from '../../domain/notice/contract-notices.decider.js';
import type { ContractSide, NoticeDetails, NoticeTemplate, SideNotice } from '../../domain/notice/notice.templates.js';

type Input = FactInput<ContractOffered | ContractSigned | DisputeDecided | MilestoneFunded | MilestoneSubmitted>;

const BOTH: readonly ContractSide[] = ['client', 'freelancer'];

const note = (command: ContractNoticesCommand): readonly Send[] => [send('note', command)];

/** Facts that name the contract only; its parties come from the offer or the signature, whichever is heard first. */
export const contractNotices: Reaction<Input> = {
  kind: 'reaction',
  name: 'notify-contract',
  from: [],
  react(input, { id: factId }) {
    const about = (template: NoticeTemplate, sides: readonly ContractSide[], details: NoticeDetails): SideNotice => ({
      factId,
      template,
      sides,
      details,
    });
    switch (input.type) {
      case FACT.ContractOffered: {
        const { contractId, clientPartyId, freelancerPartyId, termsHash, expiresAt } = input.data;
        const notices = [about('contract-offered', BOTH, { contractId, termsHash, expiresAt })];
        return note({ type: 'NoteContractParties', data: { contractId, clientPartyId, freelancerPartyId, notices } });
      }
      case FACT.ContractSigned: {
        const { contractId, clientPartyId, freelancerPartyId } = input.data;
        return note({ type: 'NoteContractParties', data: { contractId, clientPartyId, freelancerPartyId, notices: [] } });
      }
      case FACT.MilestoneFunded: {
        const { contractId, milestoneId, amount } = input.data;
        const details = { contractId, milestoneId, amount: amount.amount, currency: amount.currency };
        return note({ type: 'NoteContractFact', data: { contractId, notice: about('milestone-funded', BOTH, details) } });
      }
      case FACT.MilestoneSubmitted: {
        const { contractId, milestoneId, deliverableVersion, autoApproveAt } = input.data;
        const details = {
          contractId,
          milestoneId,
          deliverableVersion: String(deliverableVersion),
          ...(autoApproveAt === undefined ? {} : { autoApproveAt }),
        };
        return note({
          type: 'NoteContractFact',
          data: { contractId, notice: about('milestone-submitted', ['client'], details) },
        });
      }
      case FACT.DisputeDecided: {
        const { contractId, milestoneId, disputeId, decidedAs, toFreelancer, toClient } = input.data;
        const shares = { toFreelancer: toFreelancer.amount, toClient: toClient.amount, currency: toFreelancer.currency };
        const details = { contractId, milestoneId, disputeId, decidedAs, ...shares };
        return note({ type: 'NoteContractFact', data: { contractId, notice: about('dispute-decided', BOTH, details) } });
      }
    }
  },
};

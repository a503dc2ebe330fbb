import type {
  ChangesRequested,
  ContractEnded,
  ContractSigned,
  MilestoneApproved,
  MilestoneLate,
  MilestoneSubmitted,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractCommand } from '../../domain/contract/contract.decider.js';

type Told =
  | FactInput<ContractSigned>
  | FactInput<MilestoneSubmitted>
  | FactInput<ChangesRequested>
  | FactInput<MilestoneLate>
  | FactInput<MilestoneApproved>
  | FactInput<ContractEnded>;

const note = (command: ContractCommand): readonly Send[] => [send('note', command)];

/** What contracts tells is noted in `reputation.contract-<contractId>`; what comes before the signing waits there. */
export const hearContracts: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-contracts',
  from: [],
  react({ type, data }, { occurredAt: at }) {
    const { contractId } = data;
    switch (type) {
      case 'guildhall.contracts.contract-signed.v1': {
        const { clientPartyId, freelancerPartyId, roleId, currency } = data;
        const told = { contractId, clientPartyId, freelancerPartyId, roleId, currency, signedAt: at };
        return note({ type: 'NoteSigning', data: { contractId, told } });
      }
      case 'guildhall.contracts.milestone-submitted.v1': {
        const { milestoneId, deliverableVersion, submittedAt } = data;
        return note({ type: 'NoteSubmission', data: { contractId, told: { milestoneId, deliverableVersion, submittedAt } } });
      }
      case 'guildhall.contracts.changes-requested.v1': {
        const { milestoneId, deliverableVersion } = data;
        return note({ type: 'NoteChanges', data: { contractId, told: { milestoneId, deliverableVersion, at } } });
      }
      case 'guildhall.contracts.milestone-late.v1': {
        const { milestoneId, dueAt } = data;
        return note({ type: 'NoteLateness', data: { contractId, told: { milestoneId, dueAt } } });
      }
      case 'guildhall.contracts.milestone-approved.v1': {
        const { milestoneId, approvedBy, approvedAt } = data;
        return note({ type: 'NoteApproval', data: { contractId, told: { milestoneId, approvedBy, approvedAt } } });
      }
      case 'guildhall.contracts.contract-ended.v1': {
        const { endReason, ruleId, endedAt } = data;
        const told = { endReason, endedAt, ...(ruleId === undefined ? {} : { ruleId }) };
        return note({ type: 'NoteEnding', data: { contractId, told } });
      }
    }
  },
};

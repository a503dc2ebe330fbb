import type {
  ChangesRequested,
  ContractEnded,
  ContractSigned,
  MilestoneApproved,
  MilestoneSubmitted,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.decider.js';
import type { ProcessCommand } from '../process-commands.js';

type Told =
  | FactInput<ContractSigned>
  | FactInput<MilestoneSubmitted>
  | FactInput<ChangesRequested>
  | FactInput<MilestoneApproved>
  | FactInput<ContractEnded>;

const order = (step: string, command: ProcessCommand): Send => send(step, command);
const note = (event: ContractEvent): Send =>
  order('note', { type: 'NoteContractEvent', data: { contractId: event.data.contractId, event } });

/** What contracts tells is kept in `disputes.contract-<contractId>`: parties, window and the evidence bundle. */
export const hearContracts: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-contracts',
  from: [],
  react(input, { revision: sourceRevision, occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.contracts.contract-signed.v1': {
        const { contractId, clientPartyId, freelancerPartyId, currency, policyRefs, milestones: planned } = input.data;
        const milestones = planned.map(({ milestoneId, amount }) => ({ milestoneId, amount }));
        const data = { contractId, clientPartyId, freelancerPartyId, currency, policyRefs, milestones, sourceRevision, at };
        const client = { partyId: clientPartyId, counterpartyId: freelancerPartyId, contractId };
        const freelancer = { partyId: freelancerPartyId, counterpartyId: clientPartyId, contractId };
        return [
          note({ type: 'SigningHeard', data }),
          order('client', { type: 'NoteCounterparty', data: client }),
          order('freelancer', { type: 'NoteCounterparty', data: freelancer }),
        ];
      }
      case 'guildhall.contracts.milestone-submitted.v1': {
        const { contractId, milestoneId, deliverableVersion, contentHash, submittedAt } = input.data;
        const data = { contractId, milestoneId, deliverableVersion, contentHash, sourceRevision, at: submittedAt };
        return [note({ type: 'SubmissionHeard', data })];
      }
      case 'guildhall.contracts.changes-requested.v1': {
        const { contractId, milestoneId, deliverableVersion, reasonCode, criteriaIds } = input.data;
        const data = { contractId, milestoneId, deliverableVersion, reasonCode, criteriaIds, sourceRevision, at };
        return [note({ type: 'ChangesHeard', data })];
      }
      case 'guildhall.contracts.milestone-approved.v1': {
        const { contractId, milestoneId, releaseId, amount, approvedBy, approvedAt } = input.data;
        const data = { contractId, milestoneId, releaseId, amount, approvedBy, sourceRevision, at: approvedAt };
        return [note({ type: 'ApprovalHeard', data })];
      }
      case 'guildhall.contracts.contract-ended.v1': {
        const { contractId, endReason, endedAt } = input.data;
        return [note({ type: 'EndingHeard', data: { contractId, endReason, sourceRevision, at: endedAt } })];
      }
    }
  },
};

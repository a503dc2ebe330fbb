import type { DisputeDecided } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction } from '@guildhall/kernel';
import type { ContractCommand } from '../../domain/contract/contract.decider.js';

const note = (command: ContractCommand) => [send('note', command)];

/** A decided dispute is evidence for both sides; one lost by default counts like a decided one. Opening one changes nothing. */
export const hearDisputes: Reaction<FactInput<DisputeDecided>> = {
  kind: 'reaction',
  name: 'hear-disputes',
  from: [],
  react({ data }, { id: factId, occurredAt: decidedAt }) {
    const { contractId, disputeId, rulingId, milestoneId, decidedAs, amount, faultFreelancer, faultClient } = data;
    const ruling = { disputeId, rulingId, milestoneId, decidedAs, amount, faultFreelancer, faultClient };
    return note({ type: 'NoteRuling', data: { contractId, told: { factId, ...ruling, decidedAt } } });
  },
};

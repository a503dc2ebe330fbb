import type { DisputeClosed, DisputeDecided, DisputeOpened } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ProcessCommand } from '../../domain/contract/contract.commands.js';

const note = (command: ProcessCommand): readonly Send[] => [send('note', command)];

/** A dispute lies over its milestone from its opening to its closing; its ruling stands on the timeline. */
export const hearDisputes: Reaction<FactInput<DisputeOpened> | FactInput<DisputeDecided> | FactInput<DisputeClosed>> = {
  kind: 'reaction',
  name: 'hear-disputes',
  from: [],
  react(input, { occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.disputes.dispute-opened.v1': {
        const { contractId, milestoneId, disputeId, amount, openedBy, respondBy, defaultOutcome } = input.data;
        return note({
          type: 'NoteDispute',
          data: { contractId, milestoneId, disputeId, amount, openedBy, respondBy, defaultOutcome, at },
        });
      }
      case 'guildhall.disputes.dispute-decided.v1': {
        const { contractId, milestoneId, disputeId, rulingId, decidedAs, amount, toFreelancer, toClient } = input.data;
        const { faultFreelancer, faultClient, ruleIds, factIds } = input.data;
        const shares = { amount, toFreelancer, toClient, faultFreelancer, faultClient };
        return note({
          type: 'NoteRuling',
          data: { contractId, milestoneId, disputeId, rulingId, decidedAs, ...shares, ruleIds, factIds },
        });
      }
      case 'guildhall.disputes.dispute-closed.v1': {
        const { contractId, milestoneId, disputeId, outcome, closedAt } = input.data;
        return note({ type: 'NoteDisputeClosed', data: { contractId, milestoneId, disputeId, outcome, at: closedAt } });
      }
    }
  },
};

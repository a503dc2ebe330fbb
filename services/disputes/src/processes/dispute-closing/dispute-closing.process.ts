import { send, type Reaction, type Send } from '@guildhall/kernel';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import type { ProcessCommand } from '../process-commands.js';

const order = (step: string, command: ProcessCommand): Send => send(step, command);

/** A closed dispute leaves its milestone's slot and its mediator's load. */
export const disputeClosing: Reaction<Extract<DisputeEvent, { type: 'DisputeClosed' }>> = {
  kind: 'reaction',
  name: 'dispute-closing',
  from: ['disputes.dispute'],
  react({ type, data: { disputeId, milestoneId } }) {
    if (type !== 'DisputeClosed') return [];
    return [
      order('slot', { type: 'FreeSlot', data: { milestoneId, disputeId } }),
      order('pool', { type: 'EndCase', data: { disputeId } }),
    ];
  },
};

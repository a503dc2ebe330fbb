import { send, type Reaction, type Send } from '@guildhall/kernel';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import type { Case, PoolEvent } from '../../domain/mediator/mediators.decider.js';
import type { ProcessCommand } from '../process-commands.js';

type Input =
  | Extract<DisputeEvent, { type: 'MediatorWanted' }>
  | Extract<PoolEvent, { type: 'MediatorEntered' | 'MediatorLeft' | 'ArbitrationOpened' | 'ArbitrationClosed' | 'CaseTaken' }>;

const order = (step: string, command: ProcessCommand): Send => send(step, command);
const assign = ({ disputeId, as }: Case): Send => order(`${as}-${disputeId}`, { type: 'AssignCase', data: { disputeId, as } });

/**
 * A case that wants somebody goes to the pool; whom the pool names goes to the case. Who comes takes up what waits, who goes leaves
 * cases for others.
 */
export const mediatorAssignment: Reaction<Input> = {
  kind: 'reaction',
  name: 'mediator-assignment',
  from: ['disputes.dispute', 'disputes.mediators'],
  react(input) {
    switch (input.type) {
      case 'MediatorWanted':
        return [assign(input.data)];
      case 'MediatorEntered':
      case 'ArbitrationOpened':
        return input.data.waiting.map(assign);
      case 'MediatorLeft':
      case 'ArbitrationClosed':
        return input.data.cases.map(assign);
      case 'CaseTaken': {
        const { disputeId, as, accountId, reasonCodes } = input.data;
        return as === 'mediator'
          ? [order('case', { type: 'AssignMediator', data: { disputeId, mediatorAccountId: accountId, reasonCodes } })]
          : [order('case', { type: 'StartArbitration', data: { disputeId, arbitratorAccountId: accountId, reasonCodes } })];
      }
    }
    return [];
  },
};

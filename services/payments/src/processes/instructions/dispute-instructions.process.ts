import { FACT, type DisputeClosed, type DisputeOpened, type SplitOrdered } from '@guildhall/event-catalogue';
import { deriveId, type FactInput, type Reaction } from '@guildhall/kernel';
import { toEscrow } from '../orders.js';

type Input = FactInput<DisputeOpened> | FactInput<SplitOrdered> | FactInput<DisputeClosed>;

/** What disputes orders: freeze, split by a ruling or settlement, end of the freeze. What overtakes its freeze waits in the escrow. */
export const disputeInstructions: Reaction<Input> = {
  kind: 'reaction',
  name: 'dispute-instructions',
  from: [],
  react({ type, data }, { occurredAt: at }) {
    switch (type) {
      case FACT.DisputeOpened: {
        const { disputeId, contractId, milestoneId, amount } = data;
        const freeze = { freezeId: deriveId(disputeId, 'freeze'), disputeId, milestoneId, amount, at };
        return [toEscrow('freeze', contractId, { type: 'Freeze', data: freeze })];
      }
      case FACT.SplitOrdered: {
        const { splitId, disputeId, contractId, milestoneId, toFreelancer, toClient, payeePartyId } = data;
        const split = { splitId, milestoneId, toFreelancer, toClient, payeePartyId, disputeId, at };
        return [toEscrow('split', contractId, { type: 'Split', data: split })];
      }
      case FACT.DisputeClosed: {
        const { disputeId, contractId } = data;
        return [toEscrow('end-freeze', contractId, { type: 'EndFreeze', data: { disputeId, at } })];
      }
    }
  },
};

import type {
  DisputedAmountFrozen,
  InstructionRefused,
  MilestoneFunded,
  MilestoneRefunded,
  MilestoneReleased,
  MilestoneSplitExecuted,
  ReleaseDeferred,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.decider.js';
import type { ProcessCommand } from '../process-commands.js';

type Told =
  | FactInput<MilestoneFunded>
  | FactInput<MilestoneReleased>
  | FactInput<MilestoneRefunded>
  | FactInput<MilestoneSplitExecuted>
  | FactInput<ReleaseDeferred>
  | FactInput<InstructionRefused>
  | FactInput<DisputedAmountFrozen>;

const order = (command: ProcessCommand): readonly Send[] => [send('note', command)];
const note = (event: ContractEvent): readonly Send[] =>
  order({ type: 'NoteContractEvent', data: { contractId: event.data.contractId, event } });

/** What payments tells: what is held and was lately released of each milestone, and what was found to freeze. */
export const hearMoney: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-money',
  from: [],
  react(input, { occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.payments.milestone-funded.v1': {
        const { contractId, milestoneId, amount, movedFrom, heldRemaining, escrowRevision } = input.data;
        const moved = movedFrom ? { movedFrom } : {};
        return note({
          type: 'FundingHeard',
          data: { contractId, milestoneId, amount, ...moved, heldRemaining, escrowRevision, at },
        });
      }
      case 'guildhall.payments.milestone-released.v1': {
        const { contractId, milestoneId, releaseId, gross, heldRemaining, escrowRevision } = input.data;
        return note({
          type: 'ReleaseHeard',
          data: { contractId, milestoneId, releaseId, gross, heldRemaining, escrowRevision, at },
        });
      }
      case 'guildhall.payments.milestone-refunded.v1': {
        const { contractId, milestoneId, refundId, amount, source, heldRemaining, escrowRevision } = input.data;
        return note({
          type: 'RefundHeard',
          data: { contractId, milestoneId, refundId, amount, source, heldRemaining, escrowRevision, at },
        });
      }
      case 'guildhall.payments.milestone-split-executed.v1': {
        const { contractId, milestoneId, splitId, toFreelancer, toClient, heldPart } = input.data;
        const { heldRemaining, escrowRevision } = input.data;
        const shares = { splitId, toFreelancer, toClient, heldPart };
        return note({ type: 'SplitHeard', data: { contractId, milestoneId, ...shares, heldRemaining, escrowRevision, at } });
      }
      case 'guildhall.payments.release-deferred.v1': {
        const { contractId, milestoneId, releaseId, released, deferred } = input.data;
        return note({ type: 'DeferralHeard', data: { contractId, milestoneId, releaseId, released, deferred, at } });
      }
      case 'guildhall.payments.instruction-refused.v1': // refused splits of rulings reach their order by split-execution
        return order({ type: 'NoteNothingOfContract', data: { contractId: input.data.contractId } });
      case 'guildhall.payments.disputed-amount-frozen.v1': {
        const { disputeId, amount, heldFrozen, walletFrozenNet, shortfallNet } = input.data;
        return order({ type: 'NoteFreeze', data: { disputeId, amount, heldFrozen, walletFrozenNet, shortfallNet } });
      }
    }
  },
};

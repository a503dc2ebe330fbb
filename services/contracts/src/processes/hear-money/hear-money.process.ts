import type {
  DisputedAmountFrozen,
  EscrowClosed,
  FundingFailed,
  InstructionRefused,
  MilestoneFunded,
  MilestoneRefunded,
  MilestoneReleased,
  MilestoneSplitExecuted,
  ReleaseDeferred,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ProcessCommand } from '../../domain/contract/contract.commands.js';

type Told =
  | FactInput<MilestoneFunded>
  | FactInput<FundingFailed>
  | FactInput<MilestoneReleased>
  | FactInput<MilestoneRefunded>
  | FactInput<MilestoneSplitExecuted>
  | FactInput<ReleaseDeferred>
  | FactInput<InstructionRefused>
  | FactInput<DisputedAmountFrozen>
  | FactInput<EscrowClosed>;

const note = (command: ProcessCommand): readonly Send[] => [send('note', command)];

/** What payments tells of a contract's money is noted in the contract's own stream. */
export const hearMoney: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-money',
  from: [],
  react(input, { occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.payments.milestone-funded.v1': {
        const { contractId, milestoneId, fundingId, holdId, amount, benefits, heldRemaining, escrowRevision } = input.data;
        const data = { contractId, milestoneId, fundingId, holdId, amount, benefits, heldRemaining, escrowRevision, at };
        return note({ type: 'NoteFunding', data });
      }
      case 'guildhall.payments.funding-failed.v1': {
        const { contractId, fundingId, milestoneIds, reasonCode, attempt, final, retryAt } = input.data;
        const data = {
          contractId,
          fundingId,
          milestoneIds,
          reasonCode,
          attempt,
          finality: final ? 'final' : 'retried',
          at,
        } as const;
        return note({ type: 'NoteFundingFailure', data: retryAt === undefined ? data : { ...data, retryAt } });
      }
      case 'guildhall.payments.milestone-released.v1': {
        const { contractId, milestoneId, releaseId, gross, source, heldRemaining, escrowRevision } = input.data;
        return note({
          type: 'NoteRelease',
          data: { contractId, milestoneId, releaseId, gross, source, heldRemaining, escrowRevision, at },
        });
      }
      case 'guildhall.payments.milestone-refunded.v1': {
        const { contractId, milestoneId, refundId, amount, source, heldRemaining, escrowRevision } = input.data;
        return note({
          type: 'NoteRefund',
          data: { contractId, milestoneId, refundId, amount, source, heldRemaining, escrowRevision, at },
        });
      }
      case 'guildhall.payments.milestone-split-executed.v1': {
        const { contractId, milestoneId, splitId, toFreelancer, toClient, heldPart, heldRemaining, escrowRevision } = input.data;
        const data = { contractId, milestoneId, splitId, toFreelancer, toClient, heldPart, heldRemaining, escrowRevision, at };
        return note({ type: 'NoteSplit', data });
      }
      case 'guildhall.payments.release-deferred.v1': {
        const { contractId, milestoneId, releaseId, released, deferred, reasonCode, escrowRevision } = input.data;
        return note({
          type: 'NoteDeferral',
          data: { contractId, milestoneId, releaseId, released, deferred, reasonCode, escrowRevision },
        });
      }
      case 'guildhall.payments.instruction-refused.v1': {
        const { contractId, milestoneId, instructionId, kind, reasonCode, escrowRevision } = input.data;
        const data = { contractId, instructionId, kind, reasonCode, escrowRevision, at };
        return note({ type: 'NoteRefusal', data: milestoneId === undefined ? data : { ...data, milestoneId } });
      }
      case 'guildhall.payments.disputed-amount-frozen.v1': {
        const { contractId, milestoneId, disputeId, freezeId, amount, heldFrozen, walletFrozenNet, shortfallNet } = input.data;
        const data = { contractId, milestoneId, disputeId, freezeId, amount, heldFrozen, walletFrozenNet, shortfallNet };
        return note({ type: 'NoteFreeze', data });
      }
      case 'guildhall.payments.escrow-closed.v1': {
        const { contractId, funded, released, refunded, chargedBack } = input.data;
        return note({ type: 'NoteEscrowClosed', data: { contractId, funded, released, refunded, chargedBack, at } });
      }
    }
  },
};

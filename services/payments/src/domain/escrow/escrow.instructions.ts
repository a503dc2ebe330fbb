import type { EscrowCommand } from './escrow.commands.js';
import { isOnItsWay, type EscrowState } from './escrow.state.js';

/** Id under which an instruction is answered once; null: a step of an instruction that was taken already. */
export const instructionOf = ({ type, data }: EscrowCommand): string | null => {
  switch (type) {
    case 'AcceptFunding':
      return data.fundingId;
    case 'PlaceHold':
      return data.holdId;
    case 'Release':
      return data.releaseId;
    case 'Refund':
    case 'RefundAll':
      return data.refundId;
    case 'Freeze':
      return data.freezeId;
    case 'Split':
      return data.splitId;
    case 'EndFreeze':
      return `end:${data.disputeId}`;
    case 'NoteCompletion':
      return 'completion';
    case 'OpenEscrow':
    case 'EndFunding':
    case 'CompleteRelease':
    case 'CompleteRefund':
    case 'CompleteFreeze':
    case 'CompleteSplit':
    case 'RefuseInstruction':
      return null;
  }
};

/** The milestone whose freeze a command starts, uses or ends; empty: it touches none. */
export const milestoneOf = (state: EscrowState, { type, data }: EscrowCommand): string => {
  switch (type) {
    case 'Freeze':
    case 'Split':
      return data.milestoneId;
    case 'EndFreeze': {
      const frozen = Object.values(state.lines).find(({ freeze }) => freeze?.open && freeze.disputeId === data.disputeId);
      const asked = state.awaited.find(({ command }) => 'disputeId' in command.data && command.data.disputeId === data.disputeId);
      return frozen?.milestone.milestoneId ?? asked?.milestoneId ?? '';
    }
    case 'OpenEscrow':
    case 'AcceptFunding':
    case 'EndFunding':
    case 'PlaceHold':
    case 'Release':
    case 'CompleteRelease':
    case 'Refund':
    case 'RefundAll':
    case 'CompleteRefund':
    case 'CompleteFreeze':
    case 'CompleteSplit':
    case 'RefuseInstruction':
    case 'NoteCompletion':
      return '';
  }
};

/**
 * False while a freeze of the same milestone is still being taken in the wallet, or an earlier command waits for that: a split or
 * an end that overtook its own freeze would leave the wallet frozen for ever. `waitingId`: the command's own place in the queue.
 */
export const isDueNow = (state: EscrowState, command: EscrowCommand, waitingId?: string): boolean => {
  const milestoneId = milestoneOf(state, command);
  if (milestoneId === '') return true;
  const position = state.awaited.findIndex(({ instructionId }) => instructionId === waitingId);
  const ahead = position < 0 ? state.awaited : state.awaited.slice(0, position);
  return !isOnItsWay(state, milestoneId, 'freeze') && !ahead.some((awaited) => awaited.milestoneId === milestoneId);
};

import type { Decider } from '@guildhall/kernel';
import { decideFreeze, decideFreezeCompleted, decideFreezeEnded } from './decide-freeze.js';
import { decideFunding, decideHold } from './decide-hold.js';
import { decideRefund, decideRefundAll, decideRefundCompleted } from './decide-refund.js';
import { decideRelease, decideReleaseCompleted } from './decide-release.js';
import { decideSplit, decideSplitCompleted } from './decide-split.js';
import type { EscrowCommand } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { evolveEscrow } from './escrow.evolve.js';
import { refusal, type OpenTerms } from './escrow.guards.js';
import { isEmpty, legOf, noEscrow, totalsOf, type EscrowState } from './escrow.state.js';

/** Id under which an instruction is answered once; null: a step of an instruction that was taken already. */
const instructionOf = ({ type, data }: EscrowCommand): string | null => {
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

const decideOpen = (terms: OpenTerms, state: EscrowState, command: EscrowCommand): readonly EscrowEvent[] => {
  switch (command.type) {
    case 'OpenEscrow':
      return [];
    case 'AcceptFunding':
      return decideFunding(terms, state, command);
    case 'EndFunding': {
      const { fundingId } = command.data;
      return state.inTransit.includes(legOf.funding(fundingId)) ? [{ type: 'FundingEnded', data: { fundingId } }] : [];
    }
    case 'PlaceHold':
      return decideHold(terms, state, command);
    case 'Release':
      return decideRelease(terms, state, command);
    case 'CompleteRelease':
      return decideReleaseCompleted(terms, state, command);
    case 'Refund':
      return decideRefund(terms, state, command);
    case 'RefundAll':
      return decideRefundAll(terms, state, command);
    case 'CompleteRefund':
      return decideRefundCompleted(terms, state, command);
    case 'Freeze':
      return decideFreeze(terms, state, command);
    case 'CompleteFreeze':
      return decideFreezeCompleted(terms, state, command);
    case 'EndFreeze':
      return decideFreezeEnded(terms, state, command);
    case 'Split':
      return decideSplit(terms, state, command);
    case 'CompleteSplit':
      return decideSplitCompleted(terms, state, command);
    case 'RefuseInstruction': {
      const { milestoneId, instructionId, kind, reasonCode } = command.data;
      return state.answers[instructionId] === 'refused' ? [] : refusal(terms, milestoneId, instructionId, kind, reasonCode);
    }
    case 'NoteCompletion':
      return state.completing ? [] : [{ type: 'CompletionNoted', data: command.data }];
  }
};

/** The event that closes the books of a contract goes into the append after which nothing is left. */
const withSettlement = (terms: OpenTerms, state: EscrowState, events: readonly EscrowEvent[]): readonly EscrowEvent[] => {
  const after = events.reduce(evolveEscrow, state);
  if (events.length === 0 || !after.completing || after.settled || !isEmpty(after)) return events;
  const { contractId, currency } = terms;
  const totals = totalsOf(after, currency);
  return [
    ...events,
    { type: 'EscrowSettled', data: { contractId, ...totals, chargedBack: { amount: '0', currency }, currency } },
  ];
};

/**
 * All money held for one contract, gross. Instructions are answered once, by an event: done, deferred or refused; what comes before
 * `ContractSigned` waits here.
 */
export const escrowDecider: Decider<EscrowCommand, EscrowEvent, EscrowState> = {
  initialState: () => noEscrow,
  decide(command, state) {
    if (!state.terms) {
      if (command.type === 'OpenEscrow') return [{ type: 'EscrowOpened', data: command.data }];
      const instructionId = instructionOf(command);
      if (instructionId === null || state.awaited.some((awaited) => awaited.instructionId === instructionId)) return [];
      return [{ type: 'InstructionAwaited', data: { instructionId, command } }];
    }
    const instructionId = instructionOf(command);
    if (instructionId !== null && state.answers[instructionId] !== undefined) return [];
    return withSettlement(state.terms, state, decideOpen(state.terms, state, command));
  },
  evolve: evolveEscrow,
};

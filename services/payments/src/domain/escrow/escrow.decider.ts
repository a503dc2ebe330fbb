import type { Decider } from '@guildhall/kernel';
import { continueFreezes, decideFreeze, decideFreezeCompleted, decideFreezeEnded } from './decide-freeze.js';
import { decideFunding, decideHold } from './decide-hold.js';
import { decideRefund, decideRefundAll, decideRefundCompleted } from './decide-refund.js';
import { decideRelease, decideReleaseCompleted } from './decide-release.js';
import { decideSplit, decideSplitCompleted } from './decide-split.js';
import type { EscrowCommand, RefuseInstruction } from './escrow.commands.js';
import type { EscrowEvent } from './escrow.events.js';
import { evolveEscrow } from './escrow.evolve.js';
import { refusalOf, type OpenTerms } from './escrow.guards.js';
import { instructionOf, isDueNow, milestoneOf } from './escrow.instructions.js';
import { isEmpty, legOf, noEscrow, totalsOf, type EscrowState } from './escrow.state.js';

/** A wallet refused its leg of a refund: nothing moved, and the refusal is the answer. */
const decideRefusal = (terms: OpenTerms, state: EscrowState, { data }: RefuseInstruction): readonly EscrowEvent[] => {
  const { milestoneId, instructionId, kind, reasonCode } = data;
  if (!state.inTransit.includes(legOf.refund(milestoneId, instructionId))) return [];
  return refusalOf(terms, milestoneId, instructionId, kind)(reasonCode);
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
    case 'RefuseInstruction':
      return decideRefusal(terms, state, command);
    case 'NoteCompletion':
      return state.completing ? [] : [{ type: 'CompletionNoted', data: command.data }];
  }
};

/** One command on an open escrow: its answer, or a place in the queue. */
const decideOne = (terms: OpenTerms, state: EscrowState, command: EscrowCommand): readonly EscrowEvent[] => {
  const instructionId = instructionOf(command);
  if (instructionId !== null && state.answers[instructionId] !== undefined) return [];
  if (state.awaited.some((awaited) => awaited.instructionId === instructionId)) return [];
  if (instructionId === null || isDueNow(state, command)) return decideOpen(terms, state, command);
  return [{ type: 'InstructionAwaited', data: { instructionId, milestoneId: milestoneOf(state, command), command } }];
};

/** The first command of the queue whose obstacle is gone, with its answer. */
const resumeNext = (terms: OpenTerms, state: EscrowState): readonly EscrowEvent[] => {
  const next = state.awaited.find(({ instructionId, command }) => isDueNow(state, command as EscrowCommand, instructionId));
  if (!next) return [];
  const resumed: EscrowEvent = { type: 'InstructionResumed', data: { instructionId: next.instructionId } };
  if (state.answers[next.instructionId] !== undefined) return [resumed];
  return [resumed, ...decideOpen(terms, evolveEscrow(state, resumed), next.command as EscrowCommand)];
};

/** The event that closes the books of a contract goes into the append after which nothing is left. */
const settle = ({ contractId, currency }: OpenTerms, state: EscrowState): readonly EscrowEvent[] => {
  if (!state.completing || state.settled || !isEmpty(state)) return [];
  const totals = { ...totalsOf(state, currency), chargedBack: { amount: '0', currency } };
  return [{ type: 'EscrowSettled', data: { contractId, ...totals, currency } }];
};

/** What these events make possible in the same append: a freeze goes on, queued commands are decided, the books are closed. */
const withFollowUps = (before: EscrowState, events: readonly EscrowEvent[]): readonly EscrowEvent[] => {
  const after = events.reduce(evolveEscrow, before);
  const { terms } = after;
  if (events.length === 0 || !terms) return events;
  const steps = [continueFreezes, resumeNext, settle];
  for (const step of steps) {
    const more = step(terms, after);
    if (more.length > 0) return [...events, ...withFollowUps(after, more)];
  }
  return events;
};

/**
 * All money held for one contract, gross. Instructions are answered once, by an event: done, deferred or refused; what comes before
 * `ContractSigned` or while a freeze is being taken waits here.
 */
export const escrowDecider: Decider<EscrowCommand, EscrowEvent, EscrowState> = {
  initialState: () => noEscrow,
  decide(command, state) {
    if (state.terms) return withFollowUps(state, decideOne(state.terms, state, command));
    if (command.type === 'OpenEscrow') return withFollowUps(state, [{ type: 'EscrowOpened', data: command.data }]);
    const instructionId = instructionOf(command);
    if (instructionId === null || state.awaited.some((awaited) => awaited.instructionId === instructionId)) return [];
    return [{ type: 'InstructionAwaited', data: { instructionId, milestoneId: milestoneOf(state, command), command } }];
  },
  evolve: evolveEscrow,
};

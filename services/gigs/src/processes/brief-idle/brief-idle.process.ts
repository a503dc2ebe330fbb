import {
  cancelTimer,
  endOfDayUtc,
  escalate,
  isBefore,
  send,
  startTimer,
  type CommandRefused,
  type Instant,
  type OwnEvent,
  type ProcessManager,
  type TimerDue,
} from '@guildhall/kernel';

type Act = { briefId: string; at: string };
type Input =
  | OwnEvent<'BriefPublished', Act & { idleDays: number }>
  | OwnEvent<'ProposalEntered' | 'ProposalShortlisted' | 'AwardGiven' | 'AwardTakenBack' | 'SlotTaken' | 'OfferOut', Act>
  | OwnEvent<'SlotFreed' | 'HireSigned' | 'ProposalLeft', Act>
  | OwnEvent<'BriefClosed', { briefId: string }>
  | TimerDue<'idle', { briefId: string }>
  | CommandRefused<{ briefId: string }>;
type State = Readonly<{ idleDays: number; idleAt: Instant }>;

/** Closes an open brief on which nobody acted for so many days as its publication bound (gigs.md, brief.idle.days). */
export const briefIdle: ProcessManager<Input, State> = {
  name: 'brief-idle',
  from: ['gigs.brief'],
  correlate({ type, data }) {
    switch (type) {
      case 'BriefPublished':
      case 'ProposalEntered':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
      case 'ProposalLeft':
      case 'BriefClosed':
      case 'timer.idle':
      case 'CommandRefused':
        return data.briefId;
    }
  },
  initialState: () => ({ idleDays: 0, idleAt: '' }),
  evolve(state, input) {
    switch (input.type) {
      case 'BriefPublished':
        return { idleDays: input.data.idleDays, idleAt: endOfDayUtc(input.data.at, input.data.idleDays) };
      case 'ProposalEntered':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
      case 'ProposalLeft':
        return { ...state, idleAt: endOfDayUtc(input.data.at, state.idleDays) };
      case 'BriefClosed':
      case 'timer.idle':
      case 'CommandRefused':
        return state;
    }
  },
  react(input, { idleAt }, { occurredAt }) {
    const { briefId } = input.data;
    switch (input.type) {
      case 'BriefPublished':
        return [startTimer('idle', idleAt, { briefId })];
      case 'ProposalEntered':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
      case 'ProposalLeft':
        return []; // the tick asks anew: one timer at a time, not one an act
      case 'BriefClosed':
        return [cancelTimer('idle')];
      case 'timer.idle':
        if (isBefore(occurredAt, idleAt)) return [startTimer('idle', idleAt, { briefId })];
        return [send('close', { type: 'CloseBrief', data: { briefId, reason: 'idle', at: occurredAt, by: 'timer' } })];
      case 'CommandRefused':
        return [escalate(input.data.code)]; // a brief that is closed already is no refusal
    }
  },
};

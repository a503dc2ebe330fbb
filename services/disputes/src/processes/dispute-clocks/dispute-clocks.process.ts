import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, Instant, ProcessManager, ProcessOutput, TimerDue } from '@guildhall/kernel';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import type { ProcessCommand } from '../process-commands.js';

type OfDispute = Readonly<{ disputeId: string }>;
const WATCHED = [
  'DisputeOpened',
  'ResponseAwaited',
  'ResponseGiven',
  'MediatorAssigned',
  'MediationProposed',
  'ArbitrationOffered',
  'ArbitrationStarted',
  'DisputeSettled',
  'DisputeDecided',
  'DisputeClosed',
] as const;
type Own = Extract<DisputeEvent, { type: (typeof WATCHED)[number] }>;
type Timer =
  | TimerDue<'remind', OfDispute & { reminder: number }>
  | TimerDue<'response', OfDispute>
  | TimerDue<'negotiation', OfDispute>
  | TimerDue<'proposal-answer', OfDispute & { proposalId: string }>
  | TimerDue<'mediation', OfDispute>
  | TimerDue<'arbitration-offer', OfDispute>
  | TimerDue<'split', OfDispute>
  | TimerDue<'long-stop', OfDispute>;
type Input = Own | Timer | CommandRefused<OfDispute>;
/** How many reminders wait. */
type State = Readonly<{ reminders: number }>;

const isConcern = (type: string): boolean =>
  type.startsWith('timer.') || type === 'CommandRefused' || WATCHED.some((watched) => watched === type);

const order = (command: ProcessCommand): readonly ProcessOutput[] => [send('due', command)];
const stop = (...names: readonly string[]): readonly ProcessOutput[] => names.map((name) => cancelTimer(name));
const stopReminders = ({ reminders }: State): readonly ProcessOutput[] =>
  Array.from({ length: reminders }, (_, index) => cancelTimer('remind', String(index + 1)));
const stopAll = (state: State): readonly ProcessOutput[] => [
  ...stopReminders(state),
  ...stop('response', 'negotiation', 'proposal-answer', 'mediation', 'arbitration-offer', 'long-stop'),
];

const reactToEvent = (input: Own, state: State, at: Instant): readonly ProcessOutput[] => {
  const { disputeId } = input.data;
  const start = (name: string, dueAt: Instant): ProcessOutput => startTimer(name, dueAt, { disputeId });
  switch (input.type) {
    case 'DisputeOpened':
      return [start('long-stop', input.data.longStopAt)];
    case 'ResponseAwaited': {
      const { remindAt, respondBy } = input.data;
      const remind = (dueAt: Instant, index: number): ProcessOutput =>
        startTimer('remind', dueAt, { disputeId, reminder: index + 1 }, String(index + 1));
      return [...remindAt.map(remind), start('response', respondBy)];
    }
    case 'ResponseGiven': {
      const { negotiationEndsAt, mediationEndsAt } = input.data;
      const started = [start('negotiation', negotiationEndsAt), start('mediation', mediationEndsAt)];
      return [...stopReminders(state), ...stop('response'), ...started];
    }
    case 'MediatorAssigned':
      return stop('negotiation');
    case 'MediationProposed': {
      const { answerBy, proposalId } = input.data;
      return [...stop('proposal-answer'), startTimer('proposal-answer', answerBy, { disputeId, proposalId })];
    }
    case 'ArbitrationOffered':
      return [...stop('proposal-answer', 'mediation'), start('arbitration-offer', input.data.answerBy)];
    case 'ArbitrationStarted':
      return stop('arbitration-offer');
    case 'DisputeSettled': // paid at once
      return [...stopAll(state), ...order({ type: 'OrderSplit', data: { disputeId, at } })];
    case 'DisputeDecided':
      return [...stopAll(state), start('split', input.data.splitAt)];
    case 'DisputeClosed':
      return [...stopAll(state), ...stop('split')];
  }
};

/**
 * Every deadline of a dispute. A timer that comes late is a no-op, since the dispute takes its command in one state only. Deadlines that
 * follow from a timer count from the moment it is fired: an outage takes no days from anybody.
 */
export const disputeClocks: ProcessManager<Input, State> = {
  name: 'dispute-clocks',
  from: ['disputes.dispute'],
  correlate: ({ type, data }) => (isConcern(type) ? data.disputeId : null),
  initialState: () => ({ reminders: 0 }),
  evolve: (state, input) => (input.type === 'ResponseAwaited' ? { reminders: input.data.remindAt.length } : state),
  react(input, state, { occurredAt: at }) {
    const { disputeId } = input.data;
    switch (input.type) {
      case 'timer.remind':
        return order({ type: 'RemindResponse', data: { disputeId, reminder: input.data.reminder } });
      case 'timer.response':
        return order({ type: 'Default', data: { disputeId, at } });
      case 'timer.negotiation':
        return order({ type: 'EndNegotiation', data: { disputeId } });
      case 'timer.proposal-answer': {
        const { proposalId } = input.data;
        return order({ type: 'EndMediation', data: { disputeId, cause: 'silence', proposalId, at } });
      }
      case 'timer.mediation':
        return order({ type: 'EndMediation', data: { disputeId, cause: 'time_over', at } });
      case 'timer.arbitration-offer':
        return order({ type: 'EndArbitrationOffer', data: { disputeId, at } });
      case 'timer.split':
        return order({ type: 'OrderSplit', data: { disputeId, at } });
      case 'timer.long-stop':
        return order({ type: 'Escalate', data: { disputeId, reason: 'long_stop', at } });
      case 'CommandRefused':
        return [escalate(input.data.code)];
      case 'DisputeOpened':
      case 'ResponseAwaited':
      case 'ResponseGiven':
      case 'MediatorAssigned':
      case 'MediationProposed':
      case 'ArbitrationOffered':
      case 'ArbitrationStarted':
      case 'DisputeSettled':
      case 'DisputeDecided':
      case 'DisputeClosed':
        return reactToEvent(input, state, at);
    }
  },
};

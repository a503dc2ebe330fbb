import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, Instant, ProcessManager, ProcessOutput, TimerDue } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

/** The clock that a timer belongs to: a tick of another version or instant finds none and does nothing. */
type Clock = Readonly<{ contractId: string; milestoneId: string; deliverableVersion: number; autoApproveAt: Instant }>;
type Own = Extract<
  ContractEvent,
  { type: 'MilestoneSubmitted' | 'ChangesRequested' | 'MilestoneApproved' | 'OverlaySet' | 'OverlayCleared' }
>;
type Input = Own | TimerDue<'remind', Clock> | TimerDue<'approve', Clock> | CommandRefused<Clock>;
/** Version last submitted, and how many reminders wait. */
type State = Readonly<{ deliverableVersion: number; reminders: number }>;

const milestoneIdOf = ({ data }: Input): string | null => ('milestoneId' in data ? data.milestoneId : null);
const stop = ({ reminders }: State): readonly ProcessOutput[] => [
  cancelTimer('approve'),
  ...Array.from({ length: reminders }, (_, index) => cancelTimer('remind', String(index))),
];
const start = (clock: Clock, remindAt: readonly Instant[]): readonly ProcessOutput[] => [
  ...remindAt.map((instant, index) => startTimer('remind', instant, clock, String(index))),
  startTimer('approve', clock.autoApproveAt, clock),
];

/**
 * Reminds the client of a submission and approves it when the days run out. The clock starts with each submission, is dropped when
 * changes are asked for, stopped by a dispute and started again, with the days left, when that closes.
 */
export const autoApproval: ProcessManager<Input, State> = {
  name: 'auto-approval',
  from: ['contracts.contract'],
  correlate: milestoneIdOf,
  initialState: () => ({ deliverableVersion: 0, reminders: 0 }),
  evolve(state, input) {
    switch (input.type) {
      case 'MilestoneSubmitted':
        return {
          deliverableVersion: input.data.deliverableVersion,
          reminders: Math.max(state.reminders, input.data.remindAt?.length ?? 0),
        };
      case 'OverlayCleared': {
        const remindAt = input.data.overlay === 'disputed' ? (input.data.remindAt ?? []) : [];
        return { ...state, reminders: Math.max(state.reminders, remindAt.length) };
      }
      case 'ChangesRequested':
      case 'MilestoneApproved':
      case 'OverlaySet':
      case 'timer.remind':
      case 'timer.approve':
      case 'CommandRefused':
        return state;
    }
  },
  react(input, state, { streamKey: contractId }) {
    switch (input.type) {
      case 'MilestoneSubmitted': {
        const { milestoneId, deliverableVersion, autoApproveAt, remindAt = [] } = input.data;
        if (autoApproveAt === undefined) return stop(state);
        return [...stop(state), ...start({ contractId, milestoneId, deliverableVersion, autoApproveAt }, remindAt)];
      }
      case 'OverlayCleared': {
        if (input.data.overlay === 'suspended' || input.data.autoApproveAt === undefined) return [];
        const { milestoneId, autoApproveAt, remindAt = [] } = input.data;
        const { deliverableVersion } = state;
        return [...stop(state), ...start({ contractId, milestoneId, deliverableVersion, autoApproveAt }, remindAt)];
      }
      case 'ChangesRequested':
      case 'MilestoneApproved':
      case 'OverlaySet':
        return stop(state);
      case 'timer.remind':
        return [send('remind', { type: 'RemindApproval', data: input.data })];
      case 'timer.approve':
        return [send('approve', { type: 'AutoApprove', data: input.data })];
      case 'CommandRefused':
        return [escalate(input.data.code)]; // both commands do nothing where they come too late: a refusal is a fault of ours
    }
  },
};

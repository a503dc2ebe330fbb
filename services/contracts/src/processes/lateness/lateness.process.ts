import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

type Line = Readonly<{ contractId: string; milestoneId: string }>;
type Own = Extract<ContractEvent, { type: 'MilestonePlanned' | 'MilestoneSubmitted' | 'MilestoneDropped' }>;
type Input = Own | TimerDue<'due', Line> | CommandRefused<Line>;

/** Marks a milestone late at its due time, unless it was submitted before. */
export const lateness: ProcessManager<Input, null> = {
  name: 'lateness',
  from: ['contracts.contract'],
  correlate: (input) => {
    switch (input.type) {
      case 'MilestonePlanned':
      case 'MilestoneSubmitted':
      case 'MilestoneDropped':
      case 'timer.due':
      case 'CommandRefused':
        return input.data.milestoneId;
    }
  },
  initialState: () => null,
  evolve: (state) => state,
  react(input, _, { streamKey: contractId }) {
    switch (input.type) {
      case 'MilestonePlanned': {
        const { milestoneId, dueAt } = input.data;
        return [startTimer('due', dueAt, { contractId, milestoneId })];
      }
      case 'MilestoneSubmitted':
      case 'MilestoneDropped':
        return [cancelTimer('due')];
      case 'timer.due':
        return [send('mark', { type: 'MarkLate', data: input.data })];
      case 'CommandRefused':
        return [escalate(input.data.code)];
    }
  },
};

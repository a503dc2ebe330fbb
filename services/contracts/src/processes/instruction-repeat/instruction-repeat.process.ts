import { addHours, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

type Line = Readonly<{ contractId: string; milestoneId: string }>;
type Own = Extract<ContractEvent, { type: 'InstructionRefusalSeen' }>;
type Input = Own | TimerDue<'repeat', Line> | CommandRefused<Line>;
/** Refusals of this milestone's instructions so far. */
type State = Readonly<{ refusals: number }>;

/** An hour is long enough for a freeze to end on both sides; after a day of hourly refusals operators are alarmed. */
const REPEAT_HOURS = 1;
const ALARM_AFTER = 24;

/**
 * A closing dispute gives refused instructions again at once, but payments may hear of it later than of the new instruction. So each
 * refusal is looked at again an hour later; the contract decides whether its obstacle has passed.
 */
export const instructionRepeat: ProcessManager<Input, State> = {
  name: 'instruction-repeat',
  from: ['contracts.contract'],
  correlate: (input) => {
    switch (input.type) {
      case 'InstructionRefusalSeen':
        return input.data.milestoneId ?? null;
      case 'timer.repeat':
      case 'CommandRefused':
        return input.data.milestoneId;
    }
  },
  initialState: () => ({ refusals: 0 }),
  evolve: (state, { type }) => (type === 'InstructionRefusalSeen' ? { refusals: state.refusals + 1 } : state),
  react(input, { refusals }, { streamKey: contractId }) {
    switch (input.type) {
      case 'InstructionRefusalSeen': {
        const { milestoneId, instructionId, seenAt } = input.data;
        if (milestoneId === undefined) return [];
        if (refusals > ALARM_AFTER) return [escalate('instruction_refused_for_a_day')];
        return [startTimer('repeat', addHours(seenAt, REPEAT_HOURS), { contractId, milestoneId }, instructionId)];
      }
      case 'timer.repeat':
        return [send('repeat', { type: 'RepeatRefused', data: input.data })];
      case 'CommandRefused':
        return [escalate(input.data.code)];
    }
  },
};

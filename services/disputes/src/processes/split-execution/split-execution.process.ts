import type { InstructionRefused, MilestoneSplitExecuted } from '@guildhall/event-catalogue';
import {
  escalate,
  send,
  type CommandRefused,
  type FactInput,
  type Instant,
  type ProcessManager,
  type ProcessOutput,
} from '@guildhall/kernel';
import type { DisputeEvent } from '../../domain/dispute/dispute.events.js';
import type { ProcessCommand } from '../process-commands.js';

type Ordered = Extract<DisputeEvent, { type: 'SplitOrdered' }>;
type Answer = Readonly<{ kind: 'done'; at: Instant } | { kind: 'refused'; reasonCode: string; at: Instant }>;
type Input = Ordered | FactInput<MilestoneSplitExecuted> | FactInput<InstructionRefused> | CommandRefused<{ splitId: string }>;
/** The order and its answer, whichever was seen first: payments may be faster than the own log's reader. */
type State = Readonly<{ disputeId: string; answer: Answer | null }>;

const order = (command: ProcessCommand): ProcessOutput => send('tell', command);

/**
 * Waits for the proof that a split has arrived, or for its refusal; one process a split id. Splits that contracts agreed on have no
 * order here and stay without effect.
 */
export const splitExecution: ProcessManager<Input, State> = {
  name: 'split-execution',
  from: ['disputes.dispute'],
  correlate: (input) => {
    switch (input.type) {
      case 'SplitOrdered':
      case 'guildhall.payments.milestone-split-executed.v1':
      case 'CommandRefused':
        return input.data.splitId;
      case 'guildhall.payments.instruction-refused.v1':
        return input.data.kind === 'split' ? input.data.instructionId : null;
    }
    return null;
  },
  initialState: () => ({ disputeId: '', answer: null }),
  evolve(state, input, { occurredAt: at }) {
    switch (input.type) {
      case 'SplitOrdered':
        return { ...state, disputeId: input.data.disputeId };
      case 'guildhall.payments.milestone-split-executed.v1':
        return { ...state, answer: { kind: 'done', at } };
      case 'guildhall.payments.instruction-refused.v1':
        return { ...state, answer: { kind: 'refused', reasonCode: input.data.reasonCode, at } };
      case 'CommandRefused':
        return state;
    }
  },
  react(input, { disputeId, answer }) {
    if (input.type === 'CommandRefused') return [escalate(input.data.code)]; // both commands do nothing where they come too late
    if (disputeId === '' || answer === null) return [];
    const splitId = input.type === 'guildhall.payments.instruction-refused.v1' ? input.data.instructionId : input.data.splitId;
    switch (answer.kind) {
      case 'done':
        return [order({ type: 'NoteExecution', data: { disputeId, splitId, at: answer.at } })];
      case 'refused':
        return [order({ type: 'BlockExecution', data: { disputeId, splitId, reasonCode: answer.reasonCode, at: answer.at } })];
    }
  },
};

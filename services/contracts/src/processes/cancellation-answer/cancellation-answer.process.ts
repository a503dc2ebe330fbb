import { cancelTimer, escalate, send, startTimer } from '@guildhall/kernel';
import type { CommandRefused, Instant, ProcessManager, TimerDue } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';

type Silence = Readonly<{ contractId: string; requestId: string; at: Instant }>;
type Own = Extract<ContractEvent, { type: 'CancellationRequested' | 'CancellationAnswered' }>;
type Input = Own | TimerDue<'answer', Silence> | CommandRefused<Silence>;

/** Gives the other side its days to answer a cancellation; then silence has the outcome that the request printed. */
export const cancellationAnswer: ProcessManager<Input, null> = {
  name: 'cancellation-answer',
  from: ['contracts.contract'],
  correlate: (input) => {
    switch (input.type) {
      case 'CancellationRequested':
      case 'CancellationAnswered':
      case 'timer.answer':
      case 'CommandRefused':
        return input.data.requestId;
    }
  },
  initialState: () => null,
  evolve: (state) => state,
  react(input, _, { streamKey: contractId }) {
    switch (input.type) {
      case 'CancellationRequested': {
        const { requestId, answerBy } = input.data;
        return [startTimer('answer', answerBy, { contractId, requestId, at: answerBy })];
      }
      case 'CancellationAnswered':
        return [cancelTimer('answer')];
      case 'timer.answer':
        return [send('lapse', { type: 'LapseCancellation', data: input.data })];
      case 'CommandRefused':
        return [escalate(input.data.code)];
    }
  },
};

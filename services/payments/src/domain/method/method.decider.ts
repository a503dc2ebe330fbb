import { addHours, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import { fail } from '../payments.errors.js';
import policy from '../policies/payments-v1.json' with { type: 'json' };
import type { MethodEvent } from './method.events.js';

export type MethodCommand =
  | Command<'AddInstrument', EventData<MethodEvent, 'InstrumentValidated'>>
  | Command<'ChooseInstrument', { partyId: string; instrumentId: string }>
  | Command<'ChangeDestination', { partyId: string; destinationId: string; method: string; country: string; at: Instant }>;

export type MethodState = Readonly<{
  instruments: readonly EventData<MethodEvent, 'InstrumentValidated'>[];
  defaultInstrumentId: string | null;
  destination: EventData<MethodEvent, 'PayoutDestinationChanged'> | null;
}>;

/** How a party pays and is paid. A new destination is usable after the cool-down (policy `payoutCoolDownHours`). */
export const methodDecider: Decider<MethodCommand, MethodEvent, MethodState> = {
  initialState: () => ({ instruments: [], defaultInstrumentId: null, destination: null }),
  decide({ type, data }, state) {
    switch (type) {
      case 'AddInstrument': {
        if (state.instruments.some(({ instrumentId }) => instrumentId === data.instrumentId)) return [];
        const { partyId, instrumentId } = data;
        const first: readonly MethodEvent[] = state.defaultInstrumentId
          ? []
          : [{ type: 'DefaultInstrumentChosen', data: { partyId, instrumentId } }];
        return [{ type: 'InstrumentValidated', data }, ...first];
      }
      case 'ChooseInstrument':
        if (!state.instruments.some(({ instrumentId }) => instrumentId === data.instrumentId))
          throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such instrument of this party');
        return state.defaultInstrumentId === data.instrumentId ? [] : [{ type: 'DefaultInstrumentChosen', data }];
      case 'ChangeDestination': {
        if (state.destination?.destinationId === data.destinationId) return [];
        const { at, ...destination } = data;
        return [
          {
            type: 'PayoutDestinationChanged',
            data: { ...destination, usableFrom: addHours(at, policy.payoutCoolDownHours), changedAt: at },
          },
        ];
      }
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'InstrumentValidated':
        return { ...state, instruments: [...state.instruments, data] };
      case 'DefaultInstrumentChosen':
        return { ...state, defaultInstrumentId: data.instrumentId };
      case 'PayoutDestinationChanged':
        return { ...state, destination: data };
    }
  },
};

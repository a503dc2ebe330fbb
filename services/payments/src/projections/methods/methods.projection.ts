import { defineProjection } from '@guildhall/event-sourcing';
import { methodStorage, type MethodEvent } from '../../domain/method/method.events.js';

export type InstrumentItem = Readonly<{ instrumentId: string; method: string; country: string; checkKind: string }>;
export type DestinationItem = Readonly<{
  destinationId: string;
  method: string;
  country: string;
  usableFrom: string;
  changedAt: string;
}>;
/** How a party pays and is paid; the last destination is the one in use. Holders' names stay in the log. */
export type MethodsDocument = Readonly<{
  partyId: string;
  defaultInstrumentId: string | null;
  instruments: readonly InstrumentItem[];
  destinations: readonly DestinationItem[];
}>;

export const methods = defineProjection<MethodEvent, MethodsDocument>({
  name: 'methods',
  version: 1,
  from: [methodStorage.category],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data }, partyId) {
    const known = document ?? { partyId, defaultInstrumentId: null, instruments: [], destinations: [] };
    switch (type) {
      case 'InstrumentValidated': {
        const { instrumentId, method, country, checkKind } = data;
        return { ...known, instruments: [...known.instruments, { instrumentId, method, country, checkKind }] };
      }
      case 'DefaultInstrumentChosen':
        return { ...known, defaultInstrumentId: data.instrumentId };
      case 'PayoutDestinationChanged': {
        const { destinationId, method, country, usableFrom, changedAt } = data;
        const others = known.destinations.filter((item) => item.destinationId !== destinationId);
        return { ...known, destinations: [...others, { destinationId, method, country, usableFrom, changedAt }] };
      }
    }
  },
});

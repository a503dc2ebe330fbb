import type { EventStore } from '@guildhall/event-sourcing';
import { methodStorage } from '../domain/method/method.events.js';
import type { PayerOf } from './reconciliation.js';

/** Finds whose an instrument is by reading the streams of all parties' methods once, at the first question. Instruments stand in clear. */
export const payersIn = (log: Pick<EventStore, 'readAll'>): PayerOf => {
  const read = async (): Promise<ReadonlyMap<string, string>> => {
    const parties = new Map<string, string>();
    for await (const { type, data, streamKey } of log.readAll({ prefixes: [`${methodStorage.category}-`] })) {
      if (type === 'InstrumentValidated') parties.set((data as Readonly<{ instrumentId: string }>).instrumentId, streamKey);
    }
    return parties;
  };
  let parties: Promise<ReadonlyMap<string, string>> | null = null;
  return async (instrumentId) => {
    parties ??= read();
    return (await parties).get(instrumentId) ?? null;
  };
};

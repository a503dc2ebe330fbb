import { memoryOfAll } from '../../platform/memory.js';
import type { EventStoreAlone } from '../../processes/event-store-alone.js';
import { alone, type Figure } from '../../report.js';
import { samplesOfBytes } from './sample-event.js';

const BATCH = 500;
const WRITERS = 4;

/** Brings the log to a size through the store's own API, in streams of 500 events. */
const fill = async ({ client }: EventStoreAlone, events: number, say: (line: string) => void): Promise<void> => {
  let written = 0;
  const writer = async (): Promise<void> => {
    while (written < events) {
      const upTo = (written += BATCH);
      await client.appendToStream(`fill-${String(upTo)}`, samplesOfBytes(BATCH), {
        expectedRevision: 'no_stream',
        deadline: 60_000,
      });
      if (upTo % 250_000 === 0) say(`  ${String(upTo)} events`);
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
};

/** Memory with a log of that size just written, and how long a start after a kill takes on it. */
export const size = async (store: EventStoreAlone, events: number, say: (line: string) => void): Promise<readonly Figure[]> => {
  await fill(store, events, say);
  const megabytes = ((await memoryOfAll([store.pid])) * 2 ** 30) / 1_000_000;
  const seconds = await store.startAfterKill();
  const note = `${String(events)} events`;
  return [
    alone({ name: 'event-store.memory', value: megabytes, unit: 'MB', goal: { of: 'value', is: 'at most', number: 300 }, note }),
    alone({ name: 'event-store.start', value: seconds, unit: 's', goal: { of: 'value', is: 'at most', number: 2 }, note }),
  ];
};

import type { Bench } from '../../bench.js';
import { startBareGrpc, type BareGrpc } from '../../processes/bare-grpc.js';
import { EventStoreAlone } from '../../processes/event-store-alone.js';
import type { Figure } from '../../report.js';
import { batchAppends, singleAppends } from './append.js';
import { persistent } from './persistent.js';
import { fanOut, reads, writeStreamToRead } from './read.js';
import { size } from './size.js';

const IN_FLIGHT = [1, 32, 256] as const;

/** The event store alone, by the official client on the same machine. */
export const eventStore: Bench = async ({ flags, say }) => {
  const bare = await startBareGrpc();
  try {
    const store = await EventStoreAlone.start();
    try {
      return await figuresOf(store, bare, flags, say);
    } finally {
      await store.stop();
    }
  } finally {
    await bare.stop();
  }
};

type Lengths = Readonly<{ seconds: number; logEvents: number }>;

const figuresOf = async (
  store: EventStoreAlone,
  bare: BareGrpc,
  { seconds, logEvents }: Lengths,
  say: (line: string) => void,
): Promise<readonly Figure[]> => {
  const { client } = store;
  const figures: Figure[] = [];
  const note = (...measured: readonly Figure[]): void => {
    figures.push(...measured);
    for (const { name, value, unit } of measured) say(`  ${name}: ${value.toFixed(1)} ${unit}`);
  };
  for (const inFlight of IN_FLIGHT) note(...(await singleAppends(client, bare, inFlight, seconds)));
  note(await batchAppends(client, seconds));
  await writeStreamToRead(client);
  note(...(await reads(client, bare)));
  note(...(await fanOut(client, bare, seconds)));
  note(await persistent(client));
  note(...(await size(store, logEvents, say)));
  return figures;
};

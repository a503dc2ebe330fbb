import { startBareGrpc, type BareGrpc } from '../../processes/bare-grpc.js';
import { EventStoreAlone } from '../../processes/event-store-alone.js';
import type { Figure } from '../../report.js';
import { batchAppends, singleAppends } from './append.js';
import { persistent } from './persistent.js';
import { fanOut, reads, writeStreamToRead } from './read.js';
import { size } from './size.js';

/** What this program tells the bench that started it. */
export type Told = Readonly<{ say: string }> | Readonly<{ figures: readonly Figure[] }>;

const IN_FLIGHT = [1, 32, 256] as const;
const tell = (told: Told): void => void process.send?.(told);

const figuresOf = async (
  store: EventStoreAlone,
  bare: BareGrpc,
  seconds: number,
  logEvents: number,
): Promise<readonly Figure[]> => {
  const { client } = store;
  const figures: Figure[] = [];
  const note = (...measured: readonly Figure[]): void => {
    figures.push(...measured);
    for (const { name, value, unit } of measured) tell({ say: `  ${name}: ${value.toFixed(1)} ${unit}` });
  };
  for (const inFlight of IN_FLIGHT) note(...(await singleAppends(client, bare, inFlight, seconds)));
  note(await batchAppends(client, seconds));
  await writeStreamToRead(client);
  note(...(await reads(client, bare)));
  note(...(await fanOut(client, bare, seconds)));
  note(await persistent(client));
  note(...(await size(store, logEvents, (say) => tell({ say }))));
  return figures;
};

// The two clients that are compared, the official one and the bare one, in a process of their own; its arguments are the seconds
// of a measurement and the events of the log.
const [seconds, logEvents] = process.argv.slice(2).map(Number);
const bare = await startBareGrpc();
const store = await EventStoreAlone.start();
const stop = async (): Promise<void> => {
  await store.stop();
  await bare.stop();
};
process.once('disconnect', () => void stop().finally(() => process.exit(1)));
const figures = await figuresOf(store, bare, seconds ?? 5, logEvents ?? 1_000_000);
await stop();
tell({ figures });
process.removeAllListeners('disconnect');
process.disconnect();

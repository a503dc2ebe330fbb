import type { EventStoreDBClient } from '@eventstore/db-client';
import type { BareGrpc } from '../../processes/bare-grpc.js';
import { drain } from '../../processes/event-store-alone.js';
import { alone, beside, type Figure } from '../../report.js';
import { taken } from './in-turns.js';
import { sample, SAMPLE_BYTES, samples } from './sample-event.js';

const STREAM = 'bench-read';
const EVENTS = 50_000;
const SUBSCRIBERS = 100;
const goal = { of: 'ratio', is: 'at least', number: 0.18 } as const;

export const writeStreamToRead = async (client: EventStoreDBClient): Promise<void> => {
  for (let written = 0; written < EVENTS; written += 500) await client.appendToStream(STREAM, samples(500));
};

const seconds = (begun: number): number => (performance.now() - begun) / 1000;

/** Events a second of reading one stream from its start to its end. */
const streamRate = async (client: EventStoreDBClient): Promise<number> => {
  const begun = performance.now();
  return (await drain(client.readStream(STREAM, { maxCount: EVENTS }))) / seconds(begun);
};

/** Events a second of a subscription to `$all` that starts at its beginning, until 50,000 have come. */
const catchUpRate = async (client: EventStoreDBClient): Promise<number> => {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const begun = performance.now();
  let came = 0;
  const subscription = client.subscribeToAll({ fromPosition: 'start' });
  subscription.on('error', reject).on('data', () => {
    came += 1;
    if (came === EVENTS) resolve(came / seconds(begun));
  });
  const rate = await promise;
  await subscription.unsubscribe();
  return rate;
};

export const reads = async (client: EventStoreDBClient, bare: BareGrpc): Promise<readonly Figure[]> => {
  const limitRate = (): Promise<number> => bare.streamRate(EVENTS, SAMPLE_BYTES);
  const [readRate, followRate] = [() => streamRate(client), () => catchUpRate(client)];
  for (const warmUp of [limitRate, readRate, followRate]) await warmUp();
  const [read, catchUp] = [await taken(readRate, limitRate), await taken(followRate, limitRate)];
  const note = 'limit: bare gRPC server stream';
  return [
    beside({ name: 'event-store.read', ...read, unit: 'events/s', goal, note }),
    beside({ name: 'event-store.catch-up', ...catchUp, unit: 'events/s', goal, note }),
  ];
};

/** A hundred live subscribers of one stream, all in this process: deliveries a second while it is written to. */
export const fanOut = async (client: EventStoreDBClient, bare: BareGrpc, length: number): Promise<readonly Figure[]> => {
  const stream = 'bench-fan-out';
  let [live, came, written] = [0, 0, 0];
  const subscriptions = Array.from({ length: SUBSCRIBERS }, () => {
    const subscription = client.subscribeToStream(stream);
    return subscription.on('caughtUp', () => (live += 1)).on('data', () => (came += 1));
  });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  while (live < SUBSCRIBERS) await turn();
  const begun = performance.now();
  const slowest: number[] = [];
  while (seconds(begun) < length) {
    const sent = performance.now();
    await client.appendToStream(stream, [sample(written)]);
    written += 1;
    while (came < written * SUBSCRIBERS) await turn();
    slowest.push(performance.now() - sent);
  }
  const rate = came / seconds(begun);
  await Promise.all(subscriptions.map((subscription) => subscription.unsubscribe()));
  const limit = await bare.streamRate(EVENTS, SAMPLE_BYTES);
  const middle = slowest.sort((one, other) => one - other)[Math.floor(slowest.length / 2)] ?? Number.NaN;
  return [
    beside({
      name: 'event-store.fan-out',
      value: rate,
      unit: 'deliveries/s',
      limit,
      goal: null,
      note: 'one event at a time to 100 subscribers; limit: bare gRPC server stream',
    }),
    alone({ name: 'event-store.fan-out.p50', value: middle, unit: 'ms', goal: null, note: 'append to last of 100 deliveries' }),
  ];
};

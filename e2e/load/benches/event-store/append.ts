import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AppendResult, EventData, EventStoreDBClient } from '@eventstore/db-client';
import { percentile } from '../../measure/percentile.js';
import type { BareGrpc } from '../../processes/bare-grpc.js';
import { alone, beside, type Figure } from '../../report.js';
import { inTurns } from './in-turns.js';
import { sample, SAMPLE_BYTES, sampleOfBytes, samples, samplesOfBytes } from './sample-event.js';

/** Events of one append, and of one transaction of the bare inserts. */
const BATCH = 500;
/** Appends of 500 on their way at once: the next one is encoded while one is written. */
const BATCHES_IN_FLIGHT = 4;
const WARM_UP_SECONDS = 2;
const JSON_SECONDS = 2;

/** All lanes begin at once, which no lane of a running closed loop does: for so long appends count for the rate, not for the latency. */
const SETTLE_MS = 250;

/**
 * Closed loop: each lane appends to a stream of its own, expecting the revision it knows. `count`: appends answered; `times`:
 * milliseconds of those that began when the lanes had settled.
 */
const lanes = async (
  client: EventStoreDBClient,
  inFlight: number,
  seconds: number,
  events: () => EventData[],
): Promise<Readonly<{ count: number; times: readonly number[] }>> => {
  const times: number[] = [];
  let count = 0;
  const settled = performance.now() + SETTLE_MS;
  const until = performance.now() + seconds * 1000;
  const lane = async (): Promise<void> => {
    const stream = `bench-${randomUUID()}`;
    for (let last: bigint | 'no_stream' = 'no_stream'; performance.now() < until;) {
      const begun = performance.now();
      const answer: AppendResult = await client.appendToStream(stream, events(), { expectedRevision: last });
      count += 1;
      if (begun >= settled) times.push(performance.now() - begun);
      last = answer.nextExpectedRevision;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return { count, times };
};

/** Rate (events/s) of JSON events in the same way, for comparison: what the client spends on JSON and base64 is in it. */
const ofJson = async (client: EventStoreDBClient, inFlight: number, count: number): Promise<number> =>
  ((await lanes(client, inFlight, JSON_SECONDS, () => samples(count))).count * count) / JSON_SECONDS;

/** Single events, so many on their way: the rate beside echoes of the same size, and the 99th percentile. */
export const singleAppends = async (
  client: EventStoreDBClient,
  bare: BareGrpc,
  inFlight: number,
  seconds: number,
): Promise<readonly Figure[]> => {
  const one = (): EventData[] => [sampleOfBytes()];
  await lanes(client, inFlight, WARM_UP_SECONDS, one);
  await bare.echoRate(inFlight, SAMPLE_BYTES, WARM_UP_SECONDS);
  const times: number[] = [];
  let [appends, busyMicros] = [0, 0];
  const { value, limit } = await inTurns(
    seconds,
    async (slice) => {
      const before = process.cpuUsage();
      const { count, times: settled } = await lanes(client, inFlight, slice, one);
      const { user, system } = process.cpuUsage(before);
      busyMicros += user + system;
      times.push(...settled);
      appends += count;
      return count / slice;
    },
    (slice) => bare.echoRate(inFlight, SAMPLE_BYTES, slice),
  );
  const name = `event-store.append.${String(inFlight)}`;
  // A client has one thread: what it spends on an append bounds the rate, whatever the server could do.
  const clientShare = `the client spends ${(busyMicros / appends).toFixed(0)} µs of processor time an append`;
  const json = `of JSON ${(await ofJson(client, inFlight, 1)).toFixed(0)}/s`;
  const ratio = { of: 'ratio', is: 'at least', number: 0.17 } as const;
  const latency = { of: 'value', is: 'at most', number: 40 } as const;
  return [
    beside({ name, value, unit: 'appends/s', limit, goal: ratio, note: `limit: bare gRPC echo; ${clientShare}; ${json}` }),
    alone({ name: `${name}.p99`, value: percentile(times, 99), unit: 'ms', goal: latency }),
  ];
};

/** Appends of 500 events, beside bare inserts of 500 a commit into the same tables. */
export const batchAppends = async (client: EventStoreDBClient, seconds: number): Promise<Figure> => {
  const batch = (): EventData[] => samplesOfBytes(BATCH);
  await lanes(client, BATCHES_IN_FLIGHT, WARM_UP_SECONDS, batch);
  const { value, limit } = await inTurns(
    seconds,
    async (slice) => ((await lanes(client, BATCHES_IN_FLIGHT, slice, batch)).count * BATCH) / slice,
    (slice) => Promise.resolve(bareInserts(slice)),
  );
  const json = `of JSON ${(await ofJson(client, BATCHES_IN_FLIGHT, BATCH)).toFixed(0)}/s`;
  return beside({
    name: 'event-store.append.batch500',
    value,
    unit: 'events/s',
    limit,
    goal: { of: 'ratio', is: 'at least', number: 0.42 },
    note: `limit: bare SQLite inserts at 500 a commit; ${json}`,
  });
};

/** Events a second that SQLite alone takes, synced at every commit, with the indexes that an event store needs. */
const bareInserts = (seconds: number): number => {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-bench-'));
  const database = new DatabaseSync(join(folder, 'bare.db'));
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE events(pos INTEGER PRIMARY KEY, stream_id INTEGER NOT NULL, rev INTEGER NOT NULL, event_id BLOB NOT NULL,
      type_id INTEGER NOT NULL, is_json INTEGER NOT NULL, created INTEGER NOT NULL, data BLOB NOT NULL, meta BLOB NOT NULL,
      UNIQUE(stream_id, rev)) STRICT;
    CREATE INDEX events_by_id ON events(event_id)`);
  const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, 1, 1, ?, ?, ?)');
  const { data, metadata } = sample(1);
  const [body, meta] = [Buffer.from(JSON.stringify(data)), Buffer.from(JSON.stringify(metadata))];
  const begun = performance.now();
  let events = 0;
  while (performance.now() - begun < seconds * 1000) {
    database.exec('BEGIN');
    for (let n = 0; n < BATCH; n += 1) {
      events += 1;
      insert.run(events * SAMPLE_BYTES, 1, events, Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Date.now(), body, meta);
    }
    database.exec('COMMIT');
  }
  const rate = (events * 1000) / (performance.now() - begun);
  database.close();
  rmSync(folder, { recursive: true });
  return rate;
};

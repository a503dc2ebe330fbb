import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  persistentSubscriptionToAllSettingsFromDefaults,
  streamNameFilter,
  type EventStoreDBClient,
} from '@eventstore/db-client';
import grpc from '@grpc/grpc-js';
import operationsGrpc from '@eventstore/db-client/generated/operations_grpc_pb.js';
import operationsPb from '@eventstore/db-client/generated/operations_pb.js';
import { checkFolder } from '../maintenance/check.js';
import { ensureBuilt, runServer, type ChildServer } from './child-process.js';
import { proofs } from './config.js';
import { connect, noted, until } from './fixture.js';
import { random } from './lane.js';
import { temporaryFolder } from './log-fixture.js';
import { measurable, residentMib } from './process-use.js';

const LANES = 12;
/** Events that the slowest steady reader may be behind: the length of a soak must not depend on how the machine shares its time. */
const MAX_LAG = 5_000;
const { soakSeconds: SECONDS, seed } = proofs;
const chance = random(seed);

let folder: string;
let remove: () => void;
let server: ChildServer;
let client: EventStoreDBClient;
beforeAll(async () => {
  await ensureBuilt();
  ({ folder, remove } = temporaryFolder());
  server = await runServer(folder);
  client = connect(server.port);
}, 60_000);
afterAll(async () => {
  await client.dispose();
  await server.kill('SIGKILL');
  remove();
});

/** Looks at events one by one as they come: rising places, and within each stream neither gap nor repeat. */
class Follower {
  count = 0;
  readonly next = new Map<string, number>();
  fault: string | undefined;
  #position = -1n;

  constructor(private readonly name: string) {}

  see(stream: string, revision: number, position: bigint): void {
    if (position <= this.#position) this.fault ??= `${this.name}: position ${position} after ${this.#position}`;
    const expected = this.next.get(stream) ?? 0;
    if (revision !== expected) this.fault ??= `${this.name}: ${stream} has ${revision} where ${expected} is due`;
    this.#position = position;
    this.next.set(stream, revision + 1);
    this.count += 1;
  }
}

let over = false;
const written = new Map<string, number>();
const total = (): number => [...written.values()].reduce((sum, count) => sum + count, 0);
let slowest = total;

async function write(lane: number): Promise<void> {
  const stream = `soak.${lane}`;
  for (let last = -1; !over;) {
    await until('the steady readers keep up', () => over || total() - slowest() < MAX_LAG, 120_000);
    const count = 1 + Math.floor(chance() * chance() * 40);
    const events = Array.from({ length: count }, (_, n) => noted(last + 1 + n));
    const { nextExpectedRevision } = await client.appendToStream(stream, events, {
      expectedRevision: last < 0 ? 'no_stream' : BigInt(last),
    });
    last = Number(nextExpectedRevision);
    written.set(stream, last + 1);
  }
}

/** Streams that come and go beside the ones looked at: what a scavenge lives on. */
async function litter(): Promise<void> {
  for (let n = 0; !over; n += 1) {
    const stream = `litter-${n}`;
    await client.appendToStream(stream, [noted(1), noted(2), noted(3)]);
    if (n % 3 === 0) await client.setStreamMetadata(stream, { maxCount: 1 });
    if (n % 3 === 1) await client.deleteStream(stream);
    if (n % 3 === 2) await client.tombstoneStream(stream);
  }
}

async function scavenge(): Promise<number> {
  const operations = new operationsGrpc.OperationsClient(`127.0.0.1:${server.port}`, grpc.credentials.createInsecure());
  let begun = 0;
  while (!over) {
    const request = new operationsPb.StartScavengeReq().setOptions(new operationsPb.StartScavengeReq.Options().setThreadCount(1));
    const answer = await new Promise<operationsPb.ScavengeResp>((resolve, reject) =>
      operations.startScavenge(request, (error, response) => (error ? reject(error) : resolve(response))),
    );
    if (answer.getScavengeResult() === operationsPb.ScavengeResp.ScavengeResult.STARTED) begun += 1;
    const seen = total();
    await until('more was written', () => over || total() > seen + 500, 60_000);
  }
  operations.close();
  return begun;
}

/** Reads the log from its start to its end, again and again. */
async function catchUp(): Promise<number> {
  let rounds = 0;
  for (; !over; rounds += 1) {
    const follower = new Follower('a catch-up reader');
    const least = new Map(written);
    for await (const { event, commitPosition } of client.readAll())
      if (event?.streamId.startsWith('soak.')) follower.see(event.streamId, Number(event.revision), commitPosition ?? 0n);
    expect(follower.fault).toBeUndefined();
    for (const [stream, count] of least) expect(follower.next.get(stream)).toBeGreaterThanOrEqual(count);
  }
  return rounds;
}

function follow(name: string, subscription: ReturnType<EventStoreDBClient['subscribeToAll']>): Follower {
  const follower = new Follower(name);
  subscription.on('data', ({ event, commitPosition }) => {
    if (event?.streamId.startsWith('soak.')) follower.see(event.streamId, Number(event.revision), commitPosition ?? 0n);
  });
  subscription.on('error', (error: unknown) => {
    if (!over) follower.fault ??= `${name}: ${String(error)}`;
  });
  return follower;
}

/** A group on `$all`; order is not promised over retries, but nothing may be left out. */
async function handleAll(): Promise<Map<string, Set<number>>> {
  const settings = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: 'start', resolveLinkTos: false });
  await client.createPersistentSubscriptionToAll('soak', settings, { filter: streamNameFilter({ prefixes: ['soak.'] }) });
  const handled = new Map<string, Set<number>>();
  const subscription = client.subscribeToPersistentSubscriptionToAll('soak', { bufferSize: 100 });
  subscription.on('data', (delivered) => {
    const { event, retryCount } = delivered;
    if (!event) return;
    // A message in thirty is handled at the second try.
    if (retryCount === 0 && event.revision % 30n === 7n) return void subscription.nack('retry', 'once more', delivered);
    const revisions = handled.get(event.streamId) ?? new Set();
    handled.set(event.streamId, revisions.add(Number(event.revision)));
    void subscription.ack(delivered);
  });
  return handled;
}

describe(`A soak of ${SECONDS} s (EVENT_STORE_SEED=${seed})`, () => {
  it(
    'loses nothing, repeats nothing and keeps every order, for live, persistent and catch-up readers',
    async () => {
      const begun = Date.now();
      const live = follow('a live reader', client.subscribeToAll());
      const filtered = follow('a filtered reader', client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['soak.'] }) }));
      const handled = await handleAll();
      const handledCount = (): number => [...handled.values()].reduce((sum, { size }) => sum + size, 0);
      slowest = () => Math.min(live.count, filtered.count, handledCount());
      const joined: Follower[] = [];
      const work = [...Array.from({ length: LANES }, (_, lane) => write(lane)), litter()];
      const readers = [catchUp(), catchUp()];
      const scavenges = scavenge();
      const memory: number[] = [];
      const failed = Promise.race([...work, ...readers, scavenges].map((each) => each.then(() => undefined)));
      failed.catch(() => undefined);
      while (Date.now() - begun < SECONDS * 1_000) {
        // Somebody joins every tenth of the time, in the middle of the writes.
        const due = begun + ((joined.length + 1) * SECONDS * 1_000) / 10;
        await Promise.race([failed, until('the next one joins', () => Date.now() >= due, SECONDS * 1_000)]);
        joined.push(
          follow(`reader ${joined.length}`, client.subscribeToAll({ filter: streamNameFilter({ prefixes: ['soak.'] }) })),
        );
        if (measurable) memory.push(residentMib(server.pid));
      }
      over = true;
      await Promise.all(work);
      const [rounds, scavenged] = [await Promise.all(readers), await scavenges];
      const followers = [live, filtered, ...joined];
      const everybody = (): boolean => followers.every(({ count, fault }) => fault !== undefined || count === total());
      await until('everybody saw everything', everybody, 120_000);
      expect(followers.map(({ fault }) => fault).filter(Boolean)).toEqual([]);
      for (const { next } of followers) expect(new Map([...next].sort())).toEqual(new Map([...written].sort()));
      const complete = (): boolean => [...written].every(([stream, count]) => handled.get(stream)?.size === count);
      await until('the group handled everything', complete, 120_000);
      expect(Math.min(...rounds, scavenged)).toBeGreaterThan(0);
      if (measurable) expect(Math.max(...memory)).toBeLessThan(600);
      expect(checkFolder(folder)).toMatchObject({ kind: 'sound' });
      console.info(
        `soak: ${total()} events in ${SECONDS} s, ${rounds.join(' and ')} catch-ups, ${scavenged} scavenges, ${Math.round(Math.max(0, ...memory))} MiB at most`,
      );
    },
    SECONDS * 1_000 + 300_000,
  );
});

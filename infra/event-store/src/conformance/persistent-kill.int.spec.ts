import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { streamNameFilter, type EventStoreDBClient } from '@eventstore/db-client';
import { ensureBuilt, runServer } from './child-process.js';
import { collect, connect, freshName, notes, until } from './fixture.js';
import { allSettings, consumer, eventually, streamSettings, type Delivered } from './persistent-fixture.js';

let folder: string;
beforeAll(ensureBuilt, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ROUNDS = 4;
const numberOf = ({ event }: Delivered): number => (event?.data as unknown as { n: number }).n;
const isPoison = (n: number): boolean => n % 7 === 3;
const isLate = (n: number): boolean => n % 11 === 5;

/** Handles what it is given: some are parked, some handled at the second try only. What the server's death cuts off is let go. */
function worker(subscription: Parameters<typeof consumer>[0], handled: Set<number>) {
  const watched = consumer(subscription, async (delivered) => {
    const n = numberOf(delivered);
    if (isPoison(n)) return subscription.nack('park', 'poison', delivered).catch(() => undefined);
    if (isLate(n) && delivered.retryCount === 0) return subscription.nack('retry', 'once more', delivered).catch(() => undefined);
    handled.add(n);
    return subscription.ack(delivered).catch(() => undefined);
  });
  return watched;
}

/** Appends until the server dies; numbers go on over its deaths. */
async function write(client: EventStoreDBClient, stream: string, from: number): Promise<number> {
  for (let next = from; ; next += 5) {
    try {
      await client.appendToStream(stream, notes(5, next));
    } catch {
      return next + 5; // the outcome is open: these numbers may be there
    }
  }
}

describe('After SIGKILLs', () => {
  it('groups go on from their checkpoints, every message is handled, and what was parked is parked once', async () => {
    const [stream, group] = [freshName('killed'), 'all-of-it'];
    const handled = { stream: new Set<number>(), all: new Set<number>() };
    const settings = { checkPointAfter: 20, checkPointLowerBound: 5, checkPointUpperBound: 50, extraStatistics: true };
    let next = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      const server = await runServer(folder);
      const client = connect(server.port);
      if (round === 0) {
        await client.createPersistentSubscriptionToStream(stream, 'group', streamSettings(settings));
        const filter = streamNameFilter({ prefixes: [stream] });
        await client.createPersistentSubscriptionToAll(group, allSettings(settings), { filter });
      }
      const ofStream = () => client.getPersistentSubscriptionToStreamInfo(stream, 'group');
      const ofAll = () => client.getPersistentSubscriptionToAllInfo(group);
      const before = await ofStream();
      expect(before.settings).toMatchObject(settings);
      expect((await ofAll()).settings).toMatchObject(settings);
      const workers = {
        stream: worker(client.subscribeToPersistentSubscriptionToStream(stream, 'group', { bufferSize: 20 }), handled.stream),
        all: worker(client.subscribeToPersistentSubscriptionToAll(group, { bufferSize: 20 }), handled.all),
      };
      const target = handled.stream.size + 200;
      if (round < ROUNDS) {
        const written = write(client, stream, next);
        await until('enough is handled', () => handled.stream.size >= target, 30_000);
        expect(workers.stream.revisions()[0]).toBe(Number(before.stats.lastCheckpointedEventRevision ?? -1n) + 1);
        await server.kill('SIGKILL');
        next = await written;
        continue;
      }
      const stored = await collect(client.readStream(stream));
      const numbers = stored.map(({ event }) => (event?.data as unknown as { n: number }).n);
      const wanted = numbers.filter((n) => !isPoison(n));
      const poison = BigInt(numbers.length - wanted.length);
      await until('all is handled', () => [handled.stream, handled.all].every((set) => wanted.every((n) => set.has(n))), 30_000);
      for (const info of [async () => (await ofStream()).stats, async () => (await ofAll()).stats]) {
        await eventually(
          'the poison is parked',
          info,
          (stats) => stats.parkedMessageCount === poison && stats.totalInFlightMessages === 0,
        );
      }
      for (const key of [`${stream}::group`, `$all::${group}`]) {
        const parked = await collect(client.readStream(`$persistentsubscription-${key}-parked`, { resolveLinkTos: true }));
        const targets = parked.map(({ event }) => Number(event?.revision)).sort((one, other) => one - other);
        expect(targets).toEqual(
          stored.flatMap(({ event }, index) => (isPoison(numbers[index] ?? -1) ? [Number(event?.revision)] : [])),
        );
      }
      await Promise.all([workers.stream.subscription.unsubscribe(), workers.all.subscription.unsubscribe()]);
      await client.dispose();
      await server.kill('SIGTERM');
    }
  }, 120_000);
});

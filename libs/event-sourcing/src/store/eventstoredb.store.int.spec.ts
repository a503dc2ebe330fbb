import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { testEventStoreUrl } from './contract/config.js';
import type { EventMetadata, NewEvent, StoredEvent } from './event-store.port.js';
import { EventStoreDbStore } from './eventstoredb.store.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from './store.errors.js';

const metadata: EventMetadata = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  actor: { kind: 'system', id: 'process:spec' },
  occurredAt: '2026-03-01T00:00:00.000Z',
  schemaVersion: 1,
  policyRefs: {},
  region: 'eu',
};
const event = (n: number): NewEvent => ({ id: newId(), type: 'NumberNoted', data: { n }, metadata });
const fresh = (): string => `suite.number-${newId()}`;
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** A network between store and client that can be cut, or go silent with all connections open. */
const network = async () => {
  const target = new URL(testEventStoreUrl().replace('esdb:', 'http:'));
  const sockets = new Set<Socket>();
  let state: 'up' | 'cut' | 'silent' = 'up';
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (chunk) => void (state === 'up' && to.write(chunk)));
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const drop = (): void => sockets.forEach((socket) => void socket.destroy());
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    become(next: typeof state): void {
      state = next;
      if (next !== 'silent') drop();
    },
    async close(): Promise<void> {
      drop();
      await new Promise((closed) => server.close(closed));
    },
  };
};

jest.setTimeout(30_000);

describe('The EventStoreDB adapter on a bad network', () => {
  let net: Awaited<ReturnType<typeof network>>;
  let store: EventStoreDbStore;
  beforeAll(async () => {
    net = await network();
    store = new EventStoreDbStore(net.url, { appendDeadlineMs: 1_500, readStallMs: 2_000 });
  });
  beforeEach(async () => {
    net.become('up');
    await appendAtLast(fresh(), [event(0)]);
  });
  afterAll(async () => {
    await store.close();
    await net.close();
  });
  /** Repeats with the same ids until the network carries again. */
  const appendAtLast = async (stream: string, events: readonly NewEvent[]) => {
    const deadline = Date.now() + 15_000;
    for (;;) {
      try {
        return await store.append(stream, 'no_stream', events);
      } catch (error) {
        if (!(error instanceof OutcomeUnknown) || Date.now() > deadline) throw error;
      }
    }
  };

  it('does not know the outcome of an append when the connection breaks, and repeats it with one effect', async () => {
    const stream = fresh();
    const events = [event(1)];
    const appending = store.append(stream, 'no_stream', events);
    net.become('cut');
    await expect(appending).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(store.append(stream, 'no_stream', events)).rejects.toBeInstanceOf(OutcomeUnknown);
    net.become('up');
    expect((await appendAtLast(stream, events)).revision).toBe(0n);
    expect(await collect(store.read(stream))).toHaveLength(1);
  });

  it('survives a break with many appends waiting, none of which is lost or doubled', async () => {
    const streams = Array.from({ length: 200 }, () => fresh());
    const all = streams.map((stream, n) => ({ stream, events: [event(n), event(n)] }));
    const appending = Promise.all(all.map(({ stream, events }) => appendAtLast(stream, events)));
    for (let cut = 0; cut < 3; cut += 1) {
      net.become('cut');
      await store.logId().catch((error: unknown) => expect(error).toBeInstanceOf(StoreUnavailable));
      net.become('up');
    }
    await appending;
    const read = await Promise.all(streams.map((stream) => collect(store.read(stream))));
    expect(read.map((events: readonly StoredEvent[]) => events.length)).toEqual(streams.map(() => 2));
  });

  it('waits no longer than its deadlines for a server that says nothing', async () => {
    net.become('silent');
    const started = Date.now();
    await expect(store.append(fresh(), 'no_stream', [event(1)])).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(collect(store.read(fresh()))).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(collect(store.readAll({ prefixes: ['suite.'] }))).rejects.toBeInstanceOf(StoreUnavailable);
    expect(Date.now() - started).toBeLessThan(9_000);
  });

  it('says that the store is unavailable to those who read and follow', async () => {
    const following = collect(store.subscribeAll({ prefixes: ['suite.none.'] }, new AbortController().signal));
    const failed = expect(following).rejects.toBeInstanceOf(StoreUnavailable);
    await store.readLast(fresh());
    net.become('cut');
    await failed;
    for (const reading of [collect(store.read(fresh())), store.readLast(fresh()), store.head(['suite.']), store.logId()]) {
      await expect(reading).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await expect(store.setMaxCount(fresh(), 1)).rejects.toThrow();
  });
});

describe('The EventStoreDB adapter', () => {
  it('finds where nobody listens that the outcome is unknown and reads are unavailable', async () => {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    const store = new EventStoreDbStore(`esdb://127.0.0.1:${port}?tls=false`);
    await expect(store.append(fresh(), 'no_stream', [event(0)])).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(collect(store.read(fresh()))).rejects.toBeInstanceOf(StoreUnavailable);
    await store.close();
    await expect(store.append(fresh(), 'no_stream', [event(0)])).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('answers conflicts under load in order, one winner a revision', async () => {
    const store = new EventStoreDbStore(testEventStoreUrl());
    const stream = fresh();
    const writer = async (): Promise<number> => {
      let conflicts = 0;
      let revision: bigint | 'no_stream' = 'no_stream';
      for (let n = 0; n < 20;) {
        try {
          ({ revision } = await store.append(stream, revision, [event(n)]));
          n += 1;
        } catch (error) {
          if (!(error instanceof WrongExpectedRevision)) throw error;
          conflicts += 1;
          revision = error.actual ?? 'no_stream';
        }
      }
      return conflicts;
    };
    await Promise.all([writer(), writer(), writer()]);
    const read = await collect(store.read(stream));
    expect(read.map(({ revision }) => revision)).toEqual(Array.from({ length: 60 }, (_, n) => BigInt(n)));
    await store.close();
  });
});

import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { follow } from '../subscriptions/follow.js';
import { testEventStoreUrl } from './contract/config.js';
import type { NewEvent } from './event-store.port.js';
import { EventStoreDbStore } from './eventstoredb.store.js';

const metadata = {
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  actor: { kind: 'system', id: 'process:spec' },
  occurredAt: '2026-03-01T00:00:00.000Z',
  schemaVersion: 1,
  policyRefs: {},
  region: 'eu',
} as const;
const event = (n: number): NewEvent => ({ id: newId(), type: 'NumberNoted', data: { n }, metadata });
const APPENDS = 60;

/** A way to the store that can be closed, as an address whose certificate is not renewed any more. */
class Way {
  private readonly sockets = new Set<Socket>();
  private constructor(private readonly server: Server) {}

  static async open(): Promise<Way> {
    const target = new URL(testEventStoreUrl().replace('esdb:', 'http:'));
    const way: Way = new Way(
      createServer((client) => {
        const upstream = connect(Number(target.port), target.hostname);
        for (const [from, to] of [
          [client, upstream],
          [upstream, client],
        ] as const) {
          way.sockets.add(from);
          from.pipe(to);
          from.on('error', () => to.destroy());
          from.on('close', () => to.destroy());
        }
      }),
    );
    await new Promise<void>((listening) => way.server.listen(0, '127.0.0.1', listening));
    return way;
  }

  get url(): string {
    return `esdb://127.0.0.1:${String((this.server.address() as AddressInfo).port)}?tls=false&maxDiscoverAttempts=1`;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((closed) => this.server.close(closed));
  }
}

describe('A store whose connection string changes', () => {
  let former: Way;
  let next: Way;
  let store: EventStoreDbStore;
  const category = `suite.renewal${newId().replaceAll('-', '')}`;

  beforeEach(async () => {
    [former, next] = await Promise.all([Way.open(), Way.open()]);
    store = new EventStoreDbStore(former.url, { readStallMs: 5_000 });
  }, 60_000);
  afterEach(async () => {
    await store.close();
    await Promise.all([former, next].map((way) => way.close()));
  }, 60_000);

  it('loses nothing and doubles nothing: of appends, of reads and of what is followed', async () => {
    const stream = `${category}-${newId()}`;
    const seen: number[] = [];
    const all = Promise.withResolvers<void>();
    const follower = follow({
      store,
      prefixes: [`${category}-`],
      handle: async ({ events }) => {
        seen.push(...events.map(({ data }) => (data as { n: number }).n));
        if (seen.length >= APPENDS) all.resolve();
      },
    });
    try {
      await follower.caughtUp;
      let renewed: Promise<void> | null = null;
      for (let n = 0; n < APPENDS; n += 1) {
        if (n === 20) renewed = store.renew(next.url);
        await store.append(stream, n === 0 ? 'no_stream' : BigInt(n - 1), [event(n)]);
      }
      await renewed;
      // Whatever still went over the former way would fail now.
      await former.close();
      await store.append(stream, BigInt(APPENDS - 1), [event(APPENDS)]);
      await all.promise;
      const expected = Array.from({ length: APPENDS }, (_, n) => n);
      expect(seen.slice(0, APPENDS)).toEqual(expected);
      const read: number[] = [];
      for await (const { data } of store.read(stream)) read.push((data as { n: number }).n);
      expect(read).toEqual([...expected, APPENDS]);
    } finally {
      await follower.stop();
    }
  }, 120_000);

  it('fails no append, however many are on their way at each change', async () => {
    const LANES = 12;
    const RENEWALS = 20;
    let going = true;
    const lane = async (): Promise<number> => {
      const stream = `${category}-${newId()}`;
      let n = 0;
      for (; going; n += 1) await store.append(stream, n === 0 ? 'no_stream' : BigInt(n - 1), [event(n)]);
      return n;
    };
    const lanes = Promise.all(Array.from({ length: LANES }, lane));
    try {
      for (let renewal = 0; renewal < RENEWALS; renewal += 1) {
        await Promise.race([store.renew(renewal % 2 ? former.url : next.url), lanes]);
      }
    } finally {
      going = false;
    }
    const counts = await lanes;
    expect(Math.min(...counts)).toBeGreaterThan(0);
  }, 120_000);

  it('appends on where reads were left before their end', async () => {
    const stream = `${category}-${newId()}`;
    await store.append(stream, 'no_stream', [event(0), event(1), event(2)]);
    for (let n = 0; n < 20; n += 1) {
      for await (const { revision } of store.read(stream)) {
        expect(revision).toBe(0n);
        break;
      }
    }
    await store.renew(next.url);
    for (let n = 3; n < 20; n += 1) await store.append(stream, BigInt(n - 1), [event(n)]);
    expect((await store.readLast(stream))?.revision).toBe(19n);
  }, 120_000);

  it('stays with the former one until the new one is answered to', async () => {
    const stream = `${category}-${newId()}`;
    await store.append(stream, 'no_stream', [event(0)]);
    const { url } = next;
    await next.close();
    await expect(store.renew(url)).rejects.toThrow();
    await store.append(stream, 0n, [event(1)]);
    expect((await store.readLast(stream))?.revision).toBe(1n);
    next = await Way.open();
    await store.renew(next.url);
    await former.close();
    expect((await store.readLast(stream))?.revision).toBe(1n);
  }, 120_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { AllMessage, EventMetadata, EventStore, NewEvent, StoredEvent } from '../event-store.port.js';
import { WrongExpectedRevision } from '../store.errors.js';

const metadata: EventMetadata = {
  $correlationId: 'correlation',
  $causationId: 'causation',
  commandId: 'command',
  actor: { kind: 'system', id: 'process:contract-suite' },
  occurredAt: '2026-03-01T00:00:00.000Z',
  schemaVersion: 1,
  policyRefs: { fee: '1' },
  region: 'eu',
};
const event = (n: number): NewEvent => ({ id: newId(), type: 'NumberNoted', data: { n, text: 'Zürich 🛠' }, metadata });
const events = (count: number): NewEvent[] => Array.from({ length: count }, (_, n) => event(n));
const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};
const numbers = (all: readonly StoredEvent[]): unknown[] => all.map(({ data }) => (data as { n: number }).n);

/** Every adapter of `EventStore` passes these cases; `open` gives an adapter on a log that others may write to as well. */
export const eventStoreContract = (name: string, open: () => Promise<EventStore>): void => {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    // Each run has a category of its own, so that suites can share one server.
    const service = `suite${newId().replaceAll('-', '')}`;
    const fresh = (): string => `${service}.number-${newId()}`;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(() => store.close());

    describe('appending', () => {
      it('reads back what was appended, with revision, position, category and key', async () => {
        const stream = fresh();
        const [first, second] = [event(0), event(1)];
        const result = await store.append(stream, 'no_stream', [first, second]);
        const read = await collect(store.read(stream));
        expect(read.map(({ id }) => id)).toEqual([first.id, second.id]);
        expect(read[1]).toMatchObject({
          type: 'NumberNoted',
          data: second.data,
          metadata,
          stream,
          revision: 1n,
          position: result.position,
        });
        expect(read[1]).toMatchObject({ category: `${service}.number`, streamKey: stream.slice(stream.indexOf('-') + 1) });
        expect(result.revision).toBe(1n);
        expect(Math.abs(Date.parse(read[0]?.recordedAt ?? '') - Date.now())).toBeLessThan(60_000);
      });

      it('refuses a revision that the stream does not have, naming the one it has', async () => {
        const stream = fresh();
        await expect(store.append(stream, 0n, [event(0)])).rejects.toMatchObject({ name: 'WrongExpectedRevision', actual: null });
        await store.append(stream, 'no_stream', events(3));
        for (const expected of ['no_stream', 0n, 1n, 3n] as const) {
          const refused = store.append(stream, expected, [event(9)]);
          await expect(refused).rejects.toBeInstanceOf(WrongExpectedRevision);
          await expect(refused).rejects.toMatchObject({ stream, expected, actual: 2n });
        }
        expect(await collect(store.read(stream))).toHaveLength(3);
      });

      it('answers a repeat with the same ids like the first time, and writes nothing', async () => {
        const stream = fresh();
        const batch = events(2);
        const first = await store.append(stream, 'no_stream', batch);
        const later = [event(2)];
        const second = await store.append(stream, 1n, later);
        expect(await store.append(stream, 'no_stream', batch)).toEqual(first);
        expect(await store.append(stream, 1n, later)).toEqual(second);
        expect(await collect(store.read(stream))).toHaveLength(3);
      });

      it('takes a repeat that differs in a later event for a conflict', async () => {
        const stream = fresh();
        const [a, b] = [event(0), event(1)];
        await store.append(stream, 'no_stream', [a, b]);
        await expect(store.append(stream, 'no_stream', [a, event(2)])).rejects.toBeInstanceOf(WrongExpectedRevision);
      });

      it('lets one of many parallel appends at the same revision through', async () => {
        const stream = fresh();
        const tries = await Promise.allSettled(
          Array.from({ length: 50 }, (_, n) => store.append(stream, 'no_stream', [event(n)])),
        );
        expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const tried of tries) if (tried.status === 'rejected') expect(tried.reason).toBeInstanceOf(WrongExpectedRevision);
        expect(await collect(store.read(stream))).toHaveLength(1);
      });

      it('keeps positions rising over all streams', async () => {
        const positions: bigint[] = [];
        for (let n = 0; n < 5; n += 1) positions.push((await store.append(fresh(), 'no_stream', [event(n)])).position);
        expect([...positions].sort((a, b) => (a < b ? -1 : 1))).toEqual(positions);
        expect(new Set(positions).size).toBe(5);
      });
    });

    describe('reading a stream', () => {
      it('is empty for a stream that is not there', async () => {
        expect(await collect(store.read(fresh()))).toEqual([]);
        expect(await store.readLast(fresh())).toBeNull();
      });

      it('starts at a revision, inclusive, and stops after maxCount', async () => {
        const stream = fresh();
        await store.append(stream, 'no_stream', events(10));
        expect(numbers(await collect(store.read(stream, { from: 4n, maxCount: 3 })))).toEqual([4, 5, 6]);
        expect(await collect(store.read(stream, { from: 10n }))).toEqual([]);
        expect((await store.readLast(stream))?.revision).toBe(9n);
      });

      it('can be left early', async () => {
        const stream = fresh();
        await store.append(stream, 'no_stream', events(300));
        for await (const { revision } of store.read(stream)) if (revision === 2n) break;
        expect(await collect(store.read(stream))).toHaveLength(300);
      });

      it('shows the last events only under $maxCount, while revisions go on', async () => {
        const stream = fresh();
        await store.setMaxCount(stream, 1);
        await store.setMaxCount(stream, 1);
        await store.append(stream, 'no_stream', [event(0)]);
        await store.append(stream, 0n, [event(1)]);
        expect(numbers(await collect(store.read(stream)))).toEqual([1]);
        expect((await store.readLast(stream))?.revision).toBe(1n);
        expect((await store.append(stream, 1n, [event(2)])).revision).toBe(2n);
      });
    });

    describe('reading $all', () => {
      it('gives the events of the prefixes in order, after a position, up to maxCount', async () => {
        const own = `${service}a.`;
        const other = `${service}b.`;
        const { position } = await store.append(`${own}x-1`, 'no_stream', events(2));
        await store.append(`${other}y-1`, 'no_stream', [event(2)]);
        await store.setMaxCount(`${own}x-1`, 100);
        await store.append(`${own}z-1`, 'no_stream', [event(3), event(4)]);
        expect(numbers(await collect(store.readAll({ prefixes: [own] })))).toEqual([0, 1, 3, 4]);
        expect(numbers(await collect(store.readAll({ prefixes: [own, other] })))).toEqual([0, 1, 2, 3, 4]);
        expect(numbers(await collect(store.readAll({ prefixes: [own, other], after: position })))).toEqual([2, 3, 4]);
        expect(numbers(await collect(store.readAll({ prefixes: [own], maxCount: 3 })))).toEqual([0, 1, 3]);
      });

      it('knows the position of the last event of the prefixes', async () => {
        const own = `${service}c.`;
        expect(await store.head([own])).toBeNull();
        const first = await store.append(`${own}x-1`, 'no_stream', [event(0)]);
        expect(await store.head([own])).toBe(first.position);
        for (let n = 0; n < 3; n += 1) await store.append(fresh(), 'no_stream', events(400));
        expect(await store.head([own])).toBe(first.position);
        const second = await store.append(`${own}x-1`, 0n, [event(1)]);
        expect(await store.head([own])).toBe(second.position);
        expect(await store.head([own])).toBe(second.position);
      });

      it('has an id that stays', async () => {
        await store.append(fresh(), 'no_stream', [event(0)]);
        const id = await store.logId();
        expect(id).toEqual(expect.any(String));
        await store.append(fresh(), 'no_stream', [event(0)]);
        expect(await store.logId()).toBe(id);
      });
    });

    describe('following $all', () => {
      /** Follows until `enough`; `onCaughtUp` runs at the first "caught up". */
      const follow = async (
        options: Readonly<{ prefixes: readonly string[]; after?: bigint }>,
        enough: (messages: readonly AllMessage[]) => boolean,
        onCaughtUp?: () => Promise<unknown>,
      ): Promise<AllMessage[]> => {
        const stop = new AbortController();
        const messages: AllMessage[] = [];
        let caughtUp: Promise<unknown> | undefined;
        for await (const message of store.subscribeAll(options, stop.signal)) {
          messages.push(message);
          if (message.kind === 'caught-up') caughtUp ??= onCaughtUp?.();
          if (enough(messages)) stop.abort();
        }
        await caughtUp;
        return messages;
      };
      const told = (messages: readonly AllMessage[]): unknown[] =>
        numbers(messages.flatMap((m) => (m.kind === 'event' ? [m.event] : [])));
      const isCaughtUp = (messages: readonly AllMessage[]): boolean => messages.some(({ kind }) => kind === 'caught-up');

      it('tells history, that it has caught up, then what comes', async () => {
        const own = `${service}d.`;
        await store.append(`${own}x-1`, 'no_stream', events(2));
        const live = (): Promise<unknown> => store.append(`${own}x-1`, 1n, [event(2)]);
        const messages = await follow({ prefixes: [own] }, (all) => told(all).length === 3, live);
        const kinds = messages.map(({ kind }) => kind).filter((kind) => kind !== 'checkpoint');
        expect(kinds).toEqual(['event', 'event', 'caught-up', 'event']);
        expect(told(messages)).toEqual([0, 1, 2]);
      });

      it('starts after a position, exclusive', async () => {
        const own = `${service}e.`;
        const { position } = await store.append(`${own}x-1`, 'no_stream', events(2));
        await store.append(`${own}x-1`, 1n, [event(2)]);
        expect(told(await follow({ prefixes: [own], after: position }, isCaughtUp))).toEqual([2]);
      });

      it('neither loses nor repeats an event while others append', async () => {
        const own = `${service}f.`;
        const total = 400;
        const write = async (): Promise<void> => {
          for (let n = 0; n < total; n += 1) await store.append(`${own}x-1`, n === 0 ? 'no_stream' : BigInt(n - 1), [event(n)]);
        };
        const writing = write();
        const messages = await follow({ prefixes: [own] }, (all) => told(all).length === total);
        await writing;
        expect(told(messages)).toEqual(Array.from({ length: total }, (_, n) => n));
      });

      it('tells how far it looked when nothing of the prefixes is there', async () => {
        const { position } = await store.append(fresh(), 'no_stream', events(3));
        const messages = await follow({ prefixes: [`${service}none.`] }, isCaughtUp);
        const checkpoints = messages.flatMap((message) => (message.kind === 'checkpoint' ? [message.position] : []));
        const furthest = checkpoints.at(-1) ?? -1n;
        expect(furthest >= position).toBe(true);
        await store.append(`${service}none.x-1`, 'no_stream', [event(7)]);
        expect(told(await follow({ prefixes: [`${service}none.`], after: furthest }, (all) => told(all).length === 1))).toEqual([
          7,
        ]);
      });

      it('keeps the order of many events when the reader is slow', async () => {
        const own = `${service}g.`;
        for (let n = 0; n < 3_000; n += 500) {
          await store.append(
            `${own}x-${n}`,
            'no_stream',
            Array.from({ length: 500 }, (_, i) => event(n + i)),
          );
        }
        const seen: unknown[] = [];
        const stop = new AbortController();
        for await (const message of store.subscribeAll({ prefixes: [own] }, stop.signal)) {
          if (message.kind === 'caught-up') stop.abort();
          if (message.kind !== 'event') continue;
          seen.push(...numbers([message.event]));
          if (seen.length % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
        expect(seen).toEqual(Array.from({ length: 3_000 }, (_, n) => n));
      });

      it('ends at once for a signal that has fired already', async () => {
        expect(await collect(store.subscribeAll({ prefixes: [`${service}.`] }, AbortSignal.abort()))).toEqual([]);
      });

      it('ends while it waits', async () => {
        const stop = new AbortController();
        const following = collect(store.subscribeAll({ prefixes: [`${service}h.`] }, stop.signal));
        setImmediate(() => stop.abort());
        expect((await following).filter(({ kind }) => kind === 'event')).toEqual([]);
      });
    });
  });
};

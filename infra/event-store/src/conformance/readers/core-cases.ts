import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureBuilt, runServer, type ChildServer } from '../child-process.js';
import { ReaderFailure, type NewEvent, type Reader, type SeenEvent } from './reader.js';

/** Generous: the server may have to be built, and a client of another language starts its runtime. */
const TIMEOUT_MS = 60_000;

let names = 0;
const fresh = (): string => `reader-${process.pid}-${++names}`;
const notes = (count: number, from = 0): NewEvent[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'Noted', id: randomUUID(), data: { n: from + index } }));
const numbers = (events: readonly SeenEvent[]): unknown[] => events.map(({ data }) => (data as { n: number }).n);
const revisions = (events: readonly SeenEvent[]): bigint[] => events.map(({ revision }) => revision);
async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return error instanceof ReaderFailure && error.kind !== 'other' ? error.kind : `unexpected: ${String(error)}`;
  }
  return 'none';
}

/** The same core of the protocol, spoken by one client against a server of its own; skipped with the reason that `missing` gives. */
export function coreCases(client: string, connect: (port: number) => Promise<Reader>, missing?: string): void {
  const title = `The protocol, as ${client} speaks it`;
  const run = missing === undefined ? describe : describe.skip;
  run(missing === undefined ? title : `${title} (skipped: ${missing})`, () => {
    let server: ChildServer;
    let reader: Reader;
    beforeAll(async () => {
      await ensureBuilt();
      // A process of its own: a client that reads through a native library stops this one's event loop while it waits.
      server = await runServer(':memory:', { args: ['--run-projections', 'System'] });
      reader = await connect(server.port);
    }, TIMEOUT_MS);
    afterAll(async () => {
      await reader.close();
      await server.kill('SIGTERM');
    }, TIMEOUT_MS);
    const test = (title: string, act: () => Promise<void>): void => it(title, act, TIMEOUT_MS);

    test('gives back what was appended', async () => {
      const stream = fresh();
      const events = notes(3);
      expect(await reader.append(stream, events, 'no_stream')).toBe(2n);
      expect(await reader.read(stream)).toEqual(
        events.map((event, revision) => ({ ...event, stream, revision: BigInt(revision) })),
      );
    });
    test('reads both ways, from a place and with a limit', async () => {
      const stream = fresh();
      await reader.append(stream, notes(10), 'any');
      expect(numbers(await reader.read(stream, { from: 7n }))).toEqual([7, 8, 9]);
      expect(numbers(await reader.read(stream, { limit: 2 }))).toEqual([0, 1]);
      expect(numbers(await reader.read(stream, { direction: 'backwards', limit: 3 }))).toEqual([9, 8, 7]);
      expect(numbers(await reader.read(stream, { direction: 'backwards', from: 1n }))).toEqual([1, 0]);
    });
    test('appends many events at once', async () => {
      const stream = fresh();
      expect(await reader.append(stream, notes(1_000), 'no_stream')).toBe(999n);
      expect(await reader.read(stream)).toHaveLength(1_000);
    });
    test('is refused on a wrong expectation', async () => {
      const stream = fresh();
      expect(await failureOf(reader.append(stream, notes(1), 'stream_exists'))).toBe('wrong-version');
      expect(await failureOf(reader.append(stream, notes(1), 0n))).toBe('wrong-version');
      expect(await reader.append(stream, notes(2), 'no_stream')).toBe(1n);
      expect(await failureOf(reader.append(stream, notes(1), 'no_stream'))).toBe('wrong-version');
      expect(await failureOf(reader.append(stream, notes(1), 0n))).toBe('wrong-version');
      expect(await reader.append(stream, notes(1), 1n)).toBe(2n);
      expect(await reader.append(stream, notes(1), 'stream_exists')).toBe(3n);
    });
    test('may repeat an append', async () => {
      const stream = fresh();
      const events = notes(2);
      expect(await reader.append(stream, events, 'no_stream')).toBe(1n);
      expect(await reader.append(stream, events, 'no_stream')).toBe(1n);
      expect(await reader.read(stream)).toHaveLength(2);
    });
    test('finds no stream where nothing was written', async () => {
      expect(await failureOf(reader.read(fresh()))).toBe('stream-not-found');
    });
    test('keeps metadata, and sees a stream cut to its last events', async () => {
      const stream = fresh();
      await reader.append(stream, notes(5), 'any');
      expect(await reader.maxCountOf(stream)).toBeUndefined();
      await reader.limitTo(stream, 2);
      expect(await reader.maxCountOf(stream)).toBe(2);
      expect(revisions(await reader.read(stream))).toEqual([3n, 4n]);
    });
    test('deletes a stream, whose numbering goes on when it comes back', async () => {
      const stream = fresh();
      await reader.append(stream, notes(3), 'any');
      await reader.remove(stream);
      expect(await failureOf(reader.read(stream))).toBe('stream-not-found');
      expect(await reader.append(stream, notes(1), 'any')).toBe(3n);
      expect(revisions(await reader.read(stream))).toEqual([3n]);
    });
    test('is told that a stream is deleted for good', async () => {
      const stream = fresh();
      await reader.append(stream, notes(1), 'any');
      await reader.tombstone(stream);
      expect(await failureOf(reader.read(stream))).toBe('stream-deleted');
      expect(await failureOf(reader.append(stream, notes(1), 'any'))).toBe('stream-deleted');
    });
    test('follows a stream through history into what is appended later', async () => {
      const stream = fresh();
      await reader.append(stream, notes(2), 'any');
      const seen = reader.follow(stream, 4);
      await reader.append(stream, notes(2, 2), 'any');
      expect(numbers(await seen)).toEqual([0, 1, 2, 3]);
    });
    test('follows the whole log through a filter', async () => {
      const prefix = fresh();
      await reader.append(`${prefix}-a`, notes(1), 'any');
      const seen = reader.followAll(prefix, 3);
      await reader.append(fresh(), notes(1), 'any');
      await reader.append(`${prefix}-b`, notes(2, 1), 'any');
      expect((await seen).map(({ stream, revision }) => `${revision}@${stream}`)).toEqual([
        `0@${prefix}-a`,
        `0@${prefix}-b`,
        `1@${prefix}-b`,
      ]);
    });
    test('shares the work of a group, which is created once and deleted once', async () => {
      const stream = fresh();
      await reader.append(stream, notes(3), 'any');
      await reader.createGroup(stream, 'workers');
      expect(await failureOf(reader.createGroup(stream, 'workers'))).toBe('group-exists');
      expect(numbers(await reader.consume(stream, 'workers', 3))).toEqual([0, 1, 2]);
      await reader.deleteGroup(stream, 'workers');
      expect(await failureOf(reader.deleteGroup(stream, 'workers'))).toBe('group-missing');
    });
    test('enables a system projection and reads through its links', async () => {
      const category = fresh().replaceAll('-', '');
      await reader.append(`${category}-1`, notes(2), 'any');
      await reader.enableProjection('$by_category');
      expect(await reader.projectionStatus('$by_category')).toBe('Running');
      await reader.follow(`$ce-${category}`, 2);
      expect((await reader.read(`$ce-${category}`, { links: 'resolved' })).map(({ stream, data }) => [stream, data])).toEqual([
        [`${category}-1`, { n: 0 }],
        [`${category}-1`, { n: 1 }],
      ]);
    });
  });
}

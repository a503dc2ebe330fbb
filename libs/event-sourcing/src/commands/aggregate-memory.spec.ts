import { describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { metadataOf } from './metadata.js';
import { AggregateMemory, NO_STREAM, Remembered } from './aggregate-memory.js';
import { httpContext } from './wallet.factory.js';
import type { StoredEvent } from '../store/event-store.port.js';

const event = (revision: number, type = 'Counted', commandId = newId()): StoredEvent => ({
  id: newId(),
  type,
  data: {},
  metadata: metadataOf(httpContext({ commandId }), 1),
  stream: 's-1',
  category: 's',
  streamKey: '1',
  revision: BigInt(revision),
  position: BigInt(revision * 64),
  recordedAt: '2026-03-01T00:00:00.000Z',
});
const count = (state: number): number => state + 1;
const remembered = (events: number): Remembered<number> => {
  const entry = new Remembered(0);
  for (let revision = 0; revision < events; revision += 1) entry.take(event(revision), count);
  return entry;
};

describe('What is remembered of a stream', () => {
  it('takes each revision once, in whatever pieces the tail arrives', () => {
    const entry = new Remembered(0);
    expect(entry.revision).toBe(NO_STREAM);
    for (const revision of [0, 1, 0, 1, 2, 2, 3]) entry.take(event(revision), count);
    expect([entry.state, entry.revision, entry.position]).toEqual([4, 3n, 192n]);
  });

  it('knows where the events of each command begin, FactNoted too', () => {
    const entry = new Remembered(0);
    entry.take(event(0, 'Counted', 'a'), count);
    entry.take(event(1, 'Counted', 'b'), count);
    entry.take(event(2, 'Counted', 'b'), count);
    entry.take(event(3, 'FactNoted', 'c'), count);
    expect(['a', 'b', 'c', 'd'].map((id) => entry.firstRevisionOf(id))).toEqual([0n, 1n, 3n, undefined]);
    expect(entry.state).toBe(3);
  });
});

describe('The memory of an aggregate', () => {
  it('forgets the streams that were used least lately', () => {
    const memory = new AggregateMemory<number>({ streams: 2, commandIds: 1_000 });
    memory.keep('a', remembered(1));
    memory.keep('b', remembered(1));
    memory.get('a');
    memory.keep('c', remembered(1));
    expect(['a', 'b', 'c'].filter((stream) => memory.get(stream))).toEqual(['a', 'c']);
  });

  it('makes room by the number of command ids, yet keeps a long stream that is in use', () => {
    const memory = new AggregateMemory<number>({ streams: 100, commandIds: 50 });
    memory.keep('a', remembered(20));
    memory.keep('b', remembered(20));
    memory.keep('long', remembered(500));
    expect(['a', 'b', 'long'].filter((stream) => memory.get(stream))).toEqual(['long']);
  });

  it('does not let an older view replace a newer one', () => {
    const memory = new AggregateMemory<number>({ streams: 2, commandIds: 100 });
    memory.keep('a', remembered(3));
    memory.keep('a', remembered(2));
    expect(memory.get('a')?.revision).toBe(2n);
    memory.drop('a');
    expect(memory.get('a')).toBeUndefined();
  });

  it('is emptied, and does not take back what was being read meanwhile', () => {
    const memory = new AggregateMemory<number>({ streams: 2, commandIds: 100 });
    memory.keep('a', remembered(3));
    const reading = memory.blank(0);
    memory.empty();
    reading.take(event(0), count);
    memory.keep('b', reading);
    expect([memory.get('a'), memory.get('b')]).toEqual([undefined, undefined]);
    const anew = memory.blank(0);
    memory.keep('b', anew);
    expect(memory.get('b')).toBe(anew);
  });
});

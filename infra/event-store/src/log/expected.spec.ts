import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { judge, type Expected, type StreamIds, type StreamStatus, type Verdict } from './expected.js';

const status = (lastRevision: number, others: Partial<StreamStatus> = {}): StreamStatus => ({
  lastRevision,
  tombstoned: false,
  softDeleted: false,
  hasMetadata: false,
  ...others,
});

/** A stream that holds these ids at revisions 0, 1, 2 …, each at position 100 + revision. */
const holding = (stored: readonly string[]): StreamIds => ({
  find: (id) => (stored.includes(id) ? { revision: stored.lastIndexOf(id), position: 100 + stored.lastIndexOf(id) } : undefined),
  at: (revision) => {
    const eventId = stored[revision];
    return eventId === undefined ? undefined : { eventId, position: 100 + revision };
  },
});
const on =
  (stored: readonly string[], others: Partial<StreamStatus> = {}) =>
  (expected: Expected, ...ids: string[]): Verdict =>
    judge(expected, status(stored.length - 1, others), ids, holding(stored));
const write = { kind: 'write', revive: false };
const wrong = (actual: number): Verdict => ({ kind: 'wrong-version', actual });
const words: Expected[] = ['any', 'stream_exists', 'no_stream'];

describe('The judgement of an append', () => {
  it.each<Expected>([...words, 0, 7])('refuses a tombstoned stream, expecting %s', (expected) => {
    expect(on(['a'], { tombstoned: true })(expected, 'a')).toEqual({ kind: 'stream-deleted' });
  });
  it('writes to a new stream with any and no_stream', () => {
    expect(on([])('any', 'a')).toEqual(write);
    expect(on([])('no_stream', 'a')).toEqual(write);
  });
  it('finds no stream to exist where there are neither events nor metadata', () => {
    expect(on([])('stream_exists', 'a')).toEqual(wrong(-1));
    expect(on([], { hasMetadata: true })('stream_exists', 'a')).toEqual(write);
  });
  it('finds a soft-deleted stream not to exist, and revives it for every other expectation that fits', () => {
    const deleted = on(['a', 'b'], { softDeleted: true });
    expect(deleted('stream_exists', 'c')).toEqual({ kind: 'stream-deleted' });
    for (const expected of ['any', 'no_stream', 1] as const)
      expect(deleted(expected, 'c')).toEqual({ kind: 'write', revive: true });
    expect(deleted(0, 'c')).toEqual(wrong(1));
  });
  it('writes at the current revision and refuses one above it', () => {
    expect(on(['a', 'b'])(1, 'c')).toEqual(write);
    expect(on(['a', 'b'])(2, 'c')).toEqual(wrong(1));
  });
  it('gives the first answer again to a complete repeat', () => {
    expect(on(['a', 'b', 'c'])('no_stream', 'a', 'b')).toEqual({ kind: 'repeat', revision: 1, position: 101 });
    expect(on(['a', 'b', 'c'])(0, 'b', 'c')).toEqual({ kind: 'repeat', revision: 2, position: 102 });
    expect(on(['a', 'b', 'c'])('any', 'a', 'b')).toEqual({ kind: 'repeat', revision: 1, position: 101 });
    expect(on(['a', 'b', 'c'])('stream_exists', 'c')).toEqual({ kind: 'repeat', revision: 2, position: 102 });
  });
  it('refuses a repeat of which only a beginning is stored', () => {
    expect(on(['a', 'b'])('any', 'b', 'x')).toEqual(wrong(1));
    expect(on(['a', 'b'])(0, 'b', 'x')).toEqual(wrong(1));
  });
  it('writes all with any where the first id is unknown, whatever follows', () => {
    expect(on(['a', 'b'])('any', 'x', 'a')).toEqual(write);
  });
  it('refuses a stale revision with other events', () => {
    expect(on(['a', 'b'])('no_stream', 'x')).toEqual(wrong(1));
    expect(on(['a', 'b'])(0, 'x')).toEqual(wrong(1));
  });
  it('writes nothing for an empty append, and still refuses a stale revision', () => {
    expect(on(['a', 'b'])('any')).toEqual({ kind: 'nothing', revision: 1 });
    expect(on(['a', 'b'])(1)).toEqual({ kind: 'nothing', revision: 1 });
    expect(on([])('no_stream')).toEqual({ kind: 'nothing', revision: -1 });
    expect(on(['a', 'b'])(0)).toEqual(wrong(1));
  });
});

const anyIds = (minLength: number): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength, maxLength: 5 });
const anyExpected: fc.Arbitrary<Expected> = fc.oneof(
  fc.constantFrom<Expected>('any', 'stream_exists', 'no_stream'),
  fc.integer({ min: 0, max: 6 }),
);

describe('Every judgement', () => {
  it('of a command that was written is a repeat with the same end, however often it comes', () => {
    fc.assert(
      fc.property(anyIds(0), anyIds(1), anyExpected, (stored, ids, expected) => {
        if (on(stored)(expected, ...ids).kind !== 'write') return;
        const after = [...stored, ...ids];
        expect(on(after)(expected, ...ids)).toEqual({ kind: 'repeat', revision: after.length - 1, position: 99 + after.length });
      }),
    );
  });
  it('writes under an explicit revision only on top of that revision', () => {
    fc.assert(
      fc.property(anyIds(0), anyIds(0), fc.integer({ min: 0, max: 6 }), (stored, ids, revision) => {
        const { kind } = on(stored)(revision, ...ids);
        expect(kind === 'write' || kind === 'nothing').toBe(revision === stored.length - 1);
      }),
    );
  });
  it('calls a repeat only what is stored whole', () => {
    fc.assert(
      fc.property(anyIds(0), anyIds(0), anyExpected, (stored, ids, expected) => {
        const verdict = on(stored)(expected, ...ids);
        if (verdict.kind === 'repeat') expect(stored).toEqual(expect.arrayContaining(ids));
        if (verdict.kind === 'wrong-version') expect(verdict.actual).toBe(stored.length - 1);
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { StreamMetadata } from './metadata.js';
import { firstVisible } from './visibility.js';

const NOW = 1_000_000;
const first = (created: readonly number[], metadata: StreamMetadata): number =>
  firstVisible(created.length - 1, metadata, NOW, (revision) => created[revision] ?? 0);
const fresh = (count: number): number[] => Array.from({ length: count }, () => NOW);

describe('The first visible revision', () => {
  it('is the beginning without metadata', () => expect(first(fresh(3), {})).toBe(0));
  it('keeps the last $maxCount events', () => {
    expect(first(fresh(5), { maxCount: 2 })).toBe(3);
    expect(first(fresh(1), { maxCount: 2 })).toBe(0);
  });
  it('is $tb, or the end where $tb lies beyond it', () => {
    expect(first(fresh(5), { truncateBefore: 4 })).toBe(4);
    expect(first(fresh(5), { truncateBefore: 99 })).toBe(5);
  });
  it('leaves out what is older than $maxAge', () => {
    expect(first([NOW - 61_000, NOW - 60_000, NOW], { maxAge: 60 })).toBe(1);
    expect(first([NOW - 61_000], { maxAge: 60 })).toBe(1);
  });
  it('hides every event of a soft-deleted stream', () => expect(first(fresh(3), { truncateBefore: 'deleted' })).toBe(3));
  it('is the strictest of all rules together, as a search from the beginning would find it', () => {
    const metadata = fc.record(
      {
        maxCount: fc.integer({ min: 1, max: 12 }),
        maxAge: fc.integer({ min: 1, max: 20 }),
        truncateBefore: fc.integer({ min: 0, max: 12 }),
      },
      { requiredKeys: [] },
    );
    const ages = fc.array(fc.integer({ min: 0, max: 25_000 }), { maxLength: 10 });
    fc.assert(
      fc.property(ages, metadata, (unordered, rules) => {
        const created = unordered.map((age) => NOW - age).sort((a, b) => a - b);
        const visible = created.findIndex(
          (at, revision) =>
            revision >= (rules.truncateBefore ?? 0) &&
            revision >= created.length - (rules.maxCount ?? created.length) &&
            at >= NOW - (rules.maxAge ?? 1_000) * 1_000,
        );
        expect(first(created, rules)).toBe(visible < 0 ? created.length : visible);
      }),
    );
  });
});

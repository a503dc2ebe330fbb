import { describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '../log/record.js';
import { ReadAhead } from './read-ahead.js';

const eventAt = (revision: number): StoredEvent => ({
  id: `e${revision}`,
  type: 'Noted',
  isJson: true,
  data: new Uint8Array(),
  metadata: new Uint8Array(),
  position: revision,
  stream: 's',
  revision,
  created: 0,
});

/** A log of ten events that is read four at a time. */
function reading() {
  const ahead = new ReadAhead();
  const reads: number[] = [];
  const take = (after: number, count: number): number[] => {
    const events = ahead.after(after, () => {
      reads.push(after);
      return Array.from({ length: 10 }, (_, n) => eventAt(n))
        .filter(({ revision }) => revision > after)
        .slice(0, 4);
    });
    const taken = events.slice(0, count).map(({ revision }) => revision);
    ahead.used(taken.length, taken.at(-1) ?? after);
    return taken;
  };
  return { take, reads };
}

describe('Reading ahead', () => {
  it('reads a page once and hands it out bit by bit', () => {
    const { take, reads } = reading();
    expect([take(-1, 3), take(2, 3), take(3, 3), take(6, 3)]).toEqual([[0, 1, 2], [3], [4, 5, 6], [7]]);
    expect(reads).toEqual([-1, 3]);
  });
  it('reads anew where it does not go on, and at the end', () => {
    const { take, reads } = reading();
    expect([take(-1, 2), take(5, 2), take(8, 2), take(9, 2), take(9, 2)]).toEqual([[0, 1], [6, 7], [9], [], []]);
    expect(reads).toEqual([-1, 5, 8, 9, 9]);
  });
});

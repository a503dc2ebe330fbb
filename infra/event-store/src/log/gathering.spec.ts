import { describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

/** What it answers at each turn, given how many wait then. */
const answers = (gathering: Gathering, ...waiting: readonly number[]): readonly boolean[] =>
  waiting.map((count) => gathering.waits(count));

describe('The gathering of a group', () => {
  it('never holds up one command after another', () => {
    expect(answers(new Gathering(), 1, 1, 1, 1)).toEqual([false, false, false, false]);
  });
  it('holds up the first command of many by no turn, and what follows while more come', () => {
    expect(answers(new Gathering(), 20, 15, 30, 30, 12)).toEqual([false, true, true, false, true]);
  });
  it('waits for four turns at most', () => {
    expect(answers(new Gathering(), 20, 1, 2, 3, 4, 5, 1)).toEqual([false, true, true, true, true, false, true]);
  });
  it('does not hold up a group that is large already', () => {
    expect(answers(new Gathering(), 20, 5_000, 1_000, 200, 256)).toEqual([false, false, false, true, false]);
  });
  it('holds up nobody any more once a group had one command', () => {
    expect(answers(new Gathering(), 20, 1, 1, 1, 1)).toEqual([false, true, false, false, false]);
  });
});

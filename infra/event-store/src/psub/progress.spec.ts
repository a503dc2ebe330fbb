import { describe, expect, it } from '@jest/globals';
import { Progress, type CheckpointRules } from './progress.js';

const begun = (others: Partial<CheckpointRules> = {}): Progress =>
  new Progress({ checkPointAfterMs: 1_000, minCheckPointCount: 2, maxCheckPointCount: 5, ...others }, -1, undefined, 0);

describe('The progress of a group', () => {
  it('stands below the lowest message that is not handled', () => {
    const progress = begun();
    const sequences = [3, 7, 8].map((position) => progress.add(position));
    expect(progress.place).toBe(-1);
    progress.settle(sequences[1] ?? -1);
    expect(progress.place).toBe(-1);
    progress.settle(sequences[0] ?? -1);
    expect(progress.place).toBe(7);
    progress.settle(sequences[2] ?? -1);
    expect(progress.place).toBe(8);
  });
  it('goes on to what was passed over once nothing is open', () => {
    const progress = begun();
    const sequence = progress.add(3);
    progress.skipTo(9, 0);
    expect([progress.place, progress.examined]).toEqual([-1, 9]);
    progress.settle(sequence);
    expect(progress.place).toBe(9);
  });
});

describe('A checkpoint', () => {
  const handle = (progress: Progress, count: number): void => {
    for (let n = 0; n < count; n += 1) progress.settle(progress.add(progress.examined + 1));
  };
  it('is due after the interval where the lower bound is met', () => {
    const progress = begun();
    handle(progress, 1);
    expect([progress.take(5_000), progress.dueAt()]).toEqual([undefined, undefined]);
    handle(progress, 1);
    expect(progress.dueAt()).toBe(1_000);
    expect(progress.take(999)).toBeUndefined();
    expect(progress.take(1_000)).toEqual({ place: 1, handled: 2 });
  });
  it('is due at the upper bound at once', () => {
    const progress = begun();
    handle(progress, 5);
    expect(progress.take(0)).toEqual({ place: 4, handled: 5 });
  });
  it('is not taken twice, and counts anew once it is written', () => {
    const progress = begun();
    handle(progress, 5);
    const due = progress.take(0);
    handle(progress, 5);
    expect([progress.take(0), progress.dueAt()]).toEqual([undefined, undefined]);
    if (due) progress.written(due);
    expect(progress.checkpointed).toBe(4);
    expect(progress.take(0)).toEqual({ place: 9, handled: 10 });
  });
  it('that could not be written is tried again a second later', () => {
    const progress = begun();
    handle(progress, 5);
    progress.take(0);
    progress.failed(100);
    expect(progress.take(1_099)).toBeUndefined();
    expect(progress.dueAt()).toBe(1_100);
    expect(progress.take(1_100)).toEqual({ place: 4, handled: 5 });
    expect(progress.checkpointed).toBeUndefined();
  });
  it('needs a message even where the bounds are zero', () => {
    const progress = begun({ minCheckPointCount: 0, maxCheckPointCount: 0, checkPointAfterMs: 0 });
    expect(progress.take(10)).toBeUndefined();
    handle(progress, 1);
    expect(progress.take(10)).toEqual({ place: 0, handled: 1 });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { marksOf, noMarks, planOf, storedMarks, type RelayMarks } from './relay-marks.js';

const marks = (position: bigint | null, ...partitions: readonly [number, bigint][]): RelayMarks => ({
  position,
  partitions: new Map(partitions),
});
const topic = (...partitions: readonly [number, bigint][]) => new Map(partitions);

describe('The plan of a starting relay', () => {
  it('goes on after the checkpoint where the topic agrees', () => {
    expect(planOf(marks(90n, [0, 70n], [1, 90n]), topic([0, 70n], [1, 90n]))).toMatchObject({ after: 90n, republishing: [] });
  });

  it('skips what lies in the topic already', () => {
    const plan = planOf(marks(90n, [0, 70n]), topic([0, 120n], [1, 110n]));
    expect(plan).toMatchObject({ after: 90n, republishing: [] });
    expect(plan.inTopic.get(1)).toBe(110n);
  });

  it('begins at the last record of a partition with a torn tail', () => {
    expect(planOf(marks(90n, [0, 70n], [1, 90n]), topic([0, 30n], [1, 90n]))).toMatchObject({ after: 30n, republishing: [0] });
  });

  it('begins at the beginning where a partition is lost', () => {
    expect(planOf(marks(90n, [0, 70n], [1, 90n]), topic([1, 40n]))).toMatchObject({ after: null, republishing: [0, 1] });
  });

  it('begins at the beginning without a checkpoint, and skips what lies in the topic', () => {
    expect(planOf(marks(null), topic([0, 50n])).after).toBeNull();
  });

  it('leaves no hole and repeats nothing that the topic keeps, whatever was torn off', () => {
    const log = fc
      .array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 })
      .map((parts) => parts.map((p, i) => ({ p, at: BigInt(i + 1) })));
    fc.assert(
      fc.property(log, fc.nat(), fc.array(fc.nat(), { minLength: 4, maxLength: 4 }), (events, saved, kept) => {
        const checkpointed = events.slice(0, saved % (events.length + 1));
        const before: RelayMarks = {
          position: checkpointed.at(-1)?.at ?? null,
          partitions: new Map(checkpointed.map(({ p, at }) => [p, at])),
        };
        const inPartition = (p: number) => events.filter((e) => e.p === p);
        const lying = kept.flatMap((keep, p) => inPartition(p).slice(0, keep % (inPartition(p).length + 1)));
        const last = new Map(lying.map(({ p, at }) => [p, at]));
        const { after, inTopic } = planOf(before, last);
        const sent = events.filter(({ p, at }) => at > (after ?? -1n) && at > (inTopic.get(p) ?? -1n));
        for (const p of [0, 1, 2, 3]) {
          expect([...lying.filter((e) => e.p === p), ...sent.filter((e) => e.p === p)]).toEqual(inPartition(p));
        }
      }),
    );
  });
});

describe('Marks in the checkpoint', () => {
  it('come back as they were saved', () => {
    for (const saved of [marks(null), marks(9_007_199_254_740_993n, [0, 1n], [11, 9_007_199_254_740_993n])]) {
      for (const epoch of [1, 2])
        expect(marksOf({ position: saved.position ?? 0n, data: storedMarks(saved, 3n, epoch) }, epoch)).toEqual(saved);
    }
  });

  it('count for nothing in another epoch of the store', () => {
    const saved = { position: 90n, data: storedMarks(marks(90n, [0, 70n]), 3n, 1) };
    expect(marksOf(saved, 2)).toEqual(noMarks);
    expect(saved.data).not.toHaveProperty('epoch');
  });
});

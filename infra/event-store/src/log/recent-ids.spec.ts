import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RecentIds } from './recent-ids.js';

const added = fc.array(fc.uuid(), { maxLength: 60 });

describe('The newest ids', () => {
  it('answer all positions of an id, grow at need, and forget what was taken back', () => {
    fc.assert(
      fc.property(added, added, added, fc.integer({ min: 1, max: 40 }), (first, back, last, room) => {
        const ids = new RecentIds(room);
        const kept = [...first, ...last, ...last];
        for (const [at, id] of first.entries()) ids.add(id, at);
        for (const id of back) ids.add(id, 1_000);
        ids.drop(back.length);
        for (const [at, id] of [...last, ...last].entries()) ids.add(id, first.length + at);
        expect(ids.size).toBe(kept.length);
        expect(ids.last).toBe(Math.max(0, kept.length - 1));
        for (const id of kept) {
          const due = kept.flatMap((other, at) => (other === id ? [at] : []));
          expect(ids.candidates(id)).toEqual(expect.arrayContaining(due));
          expect(ids.candidates(id)).not.toContain(1_000);
        }
      }),
    );
  });
  it('lie in the order of their beginnings', () => {
    fc.assert(
      fc.property(added, (all) => {
        const ids = new RecentIds(8);
        for (const [at, id] of all.entries()) ids.add(id, at);
        const leads = [...ids.positionsByLead()].map((at) => all[at]?.slice(0, 4));
        expect(leads).toEqual(all.map((id) => id.slice(0, 4)).sort());
      }),
    );
  });
});

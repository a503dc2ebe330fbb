import type { LedgerEvent } from '../ledger-event.js';
import { finding, type Finding } from '../rule.js';

/** I6: revisions of a stream have no gap, positions only rise; needs nothing of the data. */
export const logOrder = (): Readonly<{ take(event: LedgerEvent): readonly Finding[] }> => {
  const revisions = new Map<string, bigint>();
  let last = -1n;
  return {
    take({ stream, revision, position }) {
      const expected = (revisions.get(stream) ?? -1n) + 1n;
      revisions.set(stream, revision);
      const risen = position > last;
      last = position;
      return [
        ...(revision === expected ? [] : [finding('I6', `revision ${revision} follows ${expected - 1n}`)]),
        ...(risen ? [] : [finding('I6', `position ${position} does not rise`)]),
      ];
    },
  };
};

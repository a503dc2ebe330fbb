import { describe, expect, it } from '@jest/globals';
import { eventIdOf, httpCommandId, isUuid, newId, processCommandId, transferLegId } from './ids.js';

describe('Derived ids', () => {
  it('stay the same for ever: the log depends on them', () =>
    expect(eventIdOf('contracts.contract-1', 'c', 0)).toBe(eventIdOf('contracts.contract-1', 'c', 0)));
  it('differ for two users with the same key, two reactions to one fact, two sides of a transfer and two streams', () => {
    const ids = [
      httpCommandId('ann', 'fund', '1'), httpCommandId('bob', 'fund', '1'), processCommandId('fact', 'a', 'step'), processCommandId('fact', 'b', 'step'),
      transferLegId('t', 'debit'), transferLegId('t', 'credit'), eventIdOf('a', 'c', 0), eventIdOf('b', 'c', 0), eventIdOf('a', 'c', 1),
    ]; // prettier-ignore
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every(isUuid)).toBe(true);
  });
  it('made new are ordered by time', () => expect([newId(), newId()].every(isUuid)).toBe(true));
});

import { describe, expect, it } from '@jest/globals';
import { Replay } from './replay.js';

describe('A replay of parked messages', () => {
  it('hands out what was parked at its begin, page by page', () => {
    const replay = new Replay();
    replay.begin(2, 5);
    expect([replay.running, replay.part]).toEqual([true, { from: 2, to: 5 }]);
    replay.handedOut([2, 3]);
    expect([replay.running, replay.part, replay.next]).toEqual([true, { from: 4, to: 5 }, 4]);
    replay.handedOut([4]);
    expect([replay.running, replay.next]).toEqual([false, 5]);
  });
  it('ends where the rest holds nothing any more', () => {
    const replay = new Replay();
    replay.begin(0, 9);
    replay.handedOut([0]);
    replay.handedOut([]);
    expect([replay.running, replay.next]).toEqual([false, 9]);
  });
  it('is extended by another, without handing out anything twice', () => {
    const replay = new Replay();
    replay.begin(0, 3);
    replay.handedOut([0]);
    replay.begin(0, 4);
    expect(replay.part).toEqual({ from: 1, to: 4 });
  });
  it('truncates below what is not handled: at the end, or after so many', () => {
    const replay = new Replay();
    replay.begin(10, 14);
    replay.truncated(10);
    replay.handedOut([10, 11, 12]);
    replay.handled(10);
    expect(replay.truncation(2)).toBeUndefined();
    replay.handled(11);
    expect(replay.truncation(2)).toBe(12);
    replay.truncated(12);
    replay.handled(12);
    expect(replay.truncation(100)).toBeUndefined();
    replay.handedOut([13]);
    replay.handled(13);
    expect(replay.truncation(100)).toBe(14);
    replay.truncated(14);
    expect(replay.truncation(1)).toBeUndefined();
  });
});

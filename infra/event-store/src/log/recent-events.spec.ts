import { describe, expect, it } from '@jest/globals';
import { RecentEvents } from './recent-events.js';
import type { StoredEvent } from './record.js';

const event = (position: number, size = 1): StoredEvent => ({
  position,
  stream: 's',
  revision: position,
  id: 'i',
  type: 't',
  isJson: false,
  created: 0,
  data: new Uint8Array(size),
  metadata: new Uint8Array(0),
});
const positions = (events: readonly StoredEvent[] | undefined): number[] | undefined => events?.map(({ position }) => position);

describe('Recent events', () => {
  it('answer what follows a position, a page at a time', () => {
    const recent = new RecentEvents(10);
    recent.add([event(20), event(30), event(40)]);
    expect(positions(recent.after(10, 2))).toEqual([20, 30]);
    expect(positions(recent.after(25, 9))).toEqual([30, 40]);
    expect(positions(recent.after(40, 9))).toEqual([]);
  });
  it('say that they no longer know what lies before them', () => {
    const recent = new RecentEvents(10);
    expect(recent.after(9, 1)).toBeUndefined();
  });
  it('let the oldest go once they hold too much, and never answer with a gap', () => {
    const recent = new RecentEvents(0);
    for (let position = 1; position <= 40; position += 1) recent.add([event(position, 1024 * 1024)]);
    expect(recent.after(0, 1)).toBeUndefined();
    const kept =
      Array.from({ length: 40 }, (_, position) => position).find((position) => recent.after(position, 1) !== undefined) ?? 0;
    expect(positions(recent.after(kept, 100))).toEqual(Array.from({ length: 40 - kept }, (_, index) => kept + 1 + index));
  });
});

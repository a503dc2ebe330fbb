import { describe, expect, it } from '@jest/globals';
import { approvalRecord, contractId } from '../facts/stored-event.factory.js';
import { MOST_BYTES, Outbox, sizeOf, type Waiting } from './outbox.js';

const record = approvalRecord(0, contractId(0));
const waiting = (n: number, size = 10, partition = 0, arrivedAt = Date.now()): Waiting => ({
  position: BigInt(n),
  partition,
  record,
  size,
  recordedAt: '',
  arrivedAt,
});
const filled = (...entries: readonly Waiting[]): Outbox => {
  const outbox = new Outbox({ maxAgeMs: 20, maxRecords: 3 });
  entries.forEach((entry) => outbox.put(entry));
  return outbox;
};
const going = new AbortController().signal;
const positions = (batch: readonly Waiting[]): number[] => batch.map(({ position }) => Number(position));

describe('The outbox of the relay', () => {
  it('gives a full batch at once', async () => {
    expect(positions(await filled(waiting(1), waiting(2), waiting(3), waiting(4)).take(going))).toEqual([1, 2, 3]);
  });

  it('waits for the age of the oldest record, whatever comes meanwhile', async () => {
    const outbox = filled(waiting(1));
    const began = Date.now();
    const taking = outbox.take(going);
    outbox.put(waiting(2));
    outbox.wake();
    expect(positions(await taking)).toEqual([1, 2]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(18);
  });

  it("keeps a partition's share below what the broker takes", async () => {
    const half = MOST_BYTES / 2;
    expect(positions(await filled(waiting(1, half), waiting(2, half), waiting(3, half)).take(going))).toEqual([1, 2]);
    expect(positions(await filled(waiting(1, half, 0), waiting(2, half, 1), waiting(3, half, 0)).take(going))).toEqual([1, 2, 3]);
    expect(positions(await filled(waiting(1, 2 * MOST_BYTES), waiting(2), waiting(3)).take(going))).toEqual([1]);
  });

  it('lets reading wait while four batches are there', async () => {
    const outbox = filled(...Array.from({ length: 12 }, (_, n) => waiting(n)));
    let free = false;
    const room = outbox.room(going).then(() => (free = true));
    await Promise.resolve();
    expect(free).toBe(false);
    outbox.sent(3);
    await room;
    expect(outbox.size).toBe(9);
  });

  it('counts bytes, not characters', () => {
    expect(sizeOf({ key: 'k', value: 'ä', headers: {} }) - sizeOf({ key: 'k', value: 'a', headers: {} })).toBe(1);
  });
});

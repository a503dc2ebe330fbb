import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from './fact-source.js';
import { PartitionLane } from './partition-lane.js';

const record = (offset: number): IncomingRecord => ({
  topic: 't',
  partition: 0,
  offset: String(offset),
  key: 'k',
  value: 'v',
  headers: {},
});
const records = (...offsets: readonly number[]): IncomingRecord[] => offsets.map(record);

const laneWith = (handle: (offset: number) => Promise<void> = async () => undefined, highWater = 10) => {
  const seen: string[] = [];
  const lane: PartitionLane = new PartitionLane({
    backoff: { baseMs: 1, factor: 1, maxMs: 1 },
    highWater,
    handle: ({ offset }) => handle(Number(offset)),
    done: ({ offset }) => void seen.push(`done ${offset}`),
    failed: ({ offset }, _error, attempt) => void seen.push(`failed ${offset} #${attempt}`),
    pause: () => void seen.push('pause'),
    resume: () => void seen.push('resume'),
  });
  return { lane, seen };
};
const drained = async (lane: PartitionLane): Promise<void> => {
  while (lane.size > 0) await new Promise((resolve) => setImmediate(resolve));
};

describe('The lane of a partition', () => {
  it('handles one record after another and drops what it took before', async () => {
    const { lane, seen } = laneWith();
    lane.push(records(0, 1));
    lane.push(records(1, 2));
    await drained(lane);
    expect(seen).toEqual(['done 0', 'done 1', 'done 2']);
  });

  it('goes on after it was given nothing new', async () => {
    const { lane, seen } = laneWith();
    lane.push([]);
    lane.push(records(0));
    await drained(lane);
    lane.push(records(0));
    lane.push(records(1));
    await drained(lane);
    expect(seen).toEqual(['done 0', 'done 1']);
  });

  it('repeats a failing record before any later one, paused meanwhile', async () => {
    let fails = 2;
    const { lane, seen } = laneWith(async (offset) => {
      if (offset === 0 && fails-- > 0) throw new Error('not yet');
    });
    lane.push(records(0, 1));
    await drained(lane);
    expect(seen).toEqual(['failed 0 #1', 'pause', 'failed 0 #2', 'done 0', 'resume', 'done 1']);
  });

  it('asks for no more while many wait', async () => {
    const { lane, seen } = laneWith(undefined, 2);
    lane.push(records(0, 1, 2));
    await drained(lane);
    expect(seen).toEqual(['pause', 'done 0', 'done 1', 'resume', 'done 2']);
  });

  it('finishes the record in hand before it takes the partition up again, and does not report it', async () => {
    const gate = Promise.withResolvers<void>();
    let running = 0;
    let most = 0;
    const { lane, seen } = laneWith(async (offset) => {
      running += 1;
      most = Math.max(most, running);
      if (offset === 0) await gate.promise;
      running -= 1;
    });
    lane.push(records(0, 1));
    lane.reset();
    lane.push(records(0, 1));
    gate.resolve();
    await drained(lane);
    expect(seen).toEqual(['done 0', 'done 1']);
    expect(most).toBe(1);
  });

  it('stops after the record in hand', async () => {
    const gate = Promise.withResolvers<void>();
    const { lane, seen } = laneWith(() => gate.promise);
    lane.push(records(0, 1));
    const stopped = lane.stop();
    gate.resolve();
    await stopped;
    lane.push(records(2));
    expect(seen).toEqual(['done 0']);
  });
});

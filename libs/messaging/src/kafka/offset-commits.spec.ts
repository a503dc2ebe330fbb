import { describe, expect, it } from '@jest/globals';
import type { IncomingRecord } from '../consuming/fact-source.js';
import { OffsetCommits, type CommittedOffset } from './offset-commits.js';

const record = (partition: number, offset: number): IncomingRecord => ({
  topic: 't',
  partition,
  offset: String(offset),
  key: 'k',
  value: 'v',
  headers: {},
});
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await turn();
};

const commitsWith = (commit: () => Promise<void> = turn) => {
  const requests: string[][] = [];
  const failures: unknown[] = [];
  const commits = new OffsetCommits(
    (offsets: CommittedOffset[]) => {
      requests.push(offsets.map(({ partition, offset }) => `${partition}:${offset}`));
      return commit();
    },
    (error) => void failures.push(error),
  );
  return { commits, requests, failures };
};

describe('Commits of offsets', () => {
  it('name the next offset, and gather what comes while one is under way', async () => {
    const { commits, requests } = commitsWith();
    commits.note(record(0, 4));
    commits.note(record(0, 5));
    commits.note(record(1, 9));
    await until(() => requests.length === 2);
    expect(requests).toEqual([['0:5'], ['0:6', '1:10']]);
    await commits.stop();
    expect(requests).toHaveLength(2);
  });

  it('are tried again after a failure, with what has come since', async () => {
    let fails = 1;
    const { commits, requests, failures } = commitsWith(async () => {
      await turn();
      if (fails-- > 0) throw new Error('coordinator is moving');
    });
    commits.note(record(0, 0));
    commits.note(record(0, 1));
    await until(() => requests.length === 2);
    expect(requests).toEqual([['0:1'], ['0:2']]);
    expect(failures).toHaveLength(1);
    await commits.stop();
  });

  it('drop what belongs to an earlier assignment', async () => {
    const { commits, requests } = commitsWith(() => Promise.reject(new Error('rebalancing')));
    commits.note(record(0, 0));
    commits.forget();
    await commits.stop();
    expect(requests).toEqual([['0:1']]);
  });

  it('send what is left when they stop, with one try', async () => {
    const { commits, requests } = commitsWith(() => Promise.reject(new Error('away')));
    commits.note(record(0, 0));
    await commits.stop();
    expect(requests).toEqual([['0:1'], ['0:1']]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { atRate, byClients } from './load.js';

describe('Load', () => {
  it('by clients does each item once, never more at a time than there are clients', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await byClients(3, [0, 1, 2, 3, 4, 5, 6], async (item) => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      done.push(item);
    });
    expect([...done].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it('at a rate begins the next item before the last one is done', async () => {
    const release = Promise.withResolvers<void>();
    const due: number[] = [];
    await atRate(1_000, ['a', 'b', 'c'], async (item, dueAt) => {
      due.push(dueAt);
      if (item === 'c') release.resolve();
      await release.promise;
    });
    expect((due[2] ?? 0) - (due[0] ?? 0)).toBeCloseTo(2);
  });

  it('fails with the first failure of its work', async () => {
    await expect(byClients(2, [1, 2], () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });
});

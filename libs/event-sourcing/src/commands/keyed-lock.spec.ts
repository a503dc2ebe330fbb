import { describe, expect, it } from '@jest/globals';
import { KeyedLock } from './keyed-lock.js';

describe('A lock by key', () => {
  it('runs work on one key in turn, also after a failure, and other keys meanwhile', async () => {
    const lock = new KeyedLock();
    const log: string[] = [];
    const gate = Promise.withResolvers<void>();
    const first = lock.run('a', async () => {
      log.push('a1 in');
      await gate.promise;
      log.push('a1 out');
      throw new Error('a1');
    });
    const second = lock.run('a', async () => void log.push('a2'));
    await lock.run('b', async () => void log.push('b'));
    gate.resolve();
    await expect(first).rejects.toThrow('a1');
    await second;
    await lock.run('a', async () => void log.push('a3'));
    expect(log).toEqual(['a1 in', 'b', 'a1 out', 'a2', 'a3']);
  });
});

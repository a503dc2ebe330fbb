import { describe, expect, it } from '@jest/globals';
import { orderOf } from './syscalls.js';

const written = '7  pwrite64(21</d/event-store.db-wal>, ""..., 4096, 32) = 4096';
const synced = '7  fdatasync(21</d/event-store.db-wal>) = 0';
const answered = '7  writev(24<socket:[1234]>, [{iov_base=""..., iov_len=9}], 1) = 9';
const order = (...lines: string[]) => orderOf(lines.join('\n'));

describe('The order of system calls', () => {
  it('is right where the log is synced before the answer', () => {
    expect(order(written, synced, answered, answered)).toEqual({ syncs: 1, answers: 2, early: 0 });
  });
  it('is wrong where the answer comes first, or the sync fails, or another file is synced', () => {
    expect(order(written, answered, synced).early).toBe(1);
    expect(order(written, synced.replace('= 0', '= -1 EIO (Input/output error)'), answered).early).toBe(1);
    expect(order(written, synced.replace('db-wal', 'db'), answered).early).toBe(1);
  });
  it('counts a sync that took its time from its end', () => {
    const begun = '7  fdatasync(21</d/event-store.db-wal> <unfinished ...>';
    const ended = '7  <... fdatasync resumed>) = 0';
    expect(order(written, begun, ended, answered)).toEqual({ syncs: 1, answers: 1, early: 0 });
    expect(order(written, begun, answered, ended).early).toBe(1);
  });
});

import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CappedLog } from './capped-log.js';

const CAP = 1_000;

describe('a capped log', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-log-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('never takes more than twice its cap, and keeps the newest lines', () => {
    const log = new CappedLog(folder, 'gigs', CAP);
    for (let line = 0; line < 1_000; line += 1) log.write(`line ${String(line)}\n`);
    log.close();
    expect(readdirSync(folder).toSorted()).toEqual(['gigs.1.log', 'gigs.log']);
    for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).size).toBeLessThanOrEqual(CAP);
    expect(readFileSync(join(folder, 'gigs.log'), 'utf8')).toMatch(/line 999\n$/);
  });

  it('goes on where an earlier run ended', () => {
    const first = new CappedLog(folder, 'gigs', CAP);
    first.write('before\n');
    first.close();
    const second = new CappedLog(folder, 'gigs', CAP);
    second.write('after\n');
    second.close();
    expect(readFileSync(join(folder, 'gigs.log'), 'utf8')).toBe('before\nafter\n');
  });

  it('remembers the last words', () => {
    const log = new CappedLog(folder, 'gigs', CAP);
    log.write('one\n\ntwo\n');
    log.write('three\n');
    log.close();
    expect(log.lastWords()).toBe('one\ntwo\nthree');
  });
});

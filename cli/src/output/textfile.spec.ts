import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeTimestamp } from './textfile.js';

describe('The file of a series', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-cli-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is one that Prometheus reads, replaced as a whole', () => {
    const file = join(folder, 'backup.prom');
    writeTimestamp(file, 'backup_last_success_timestamp_seconds', new Date('2026-03-01T02:00:00Z'));
    writeTimestamp(file, 'backup_last_success_timestamp_seconds', new Date('2026-03-02T02:00:00.500Z'));
    expect(readFileSync(file, 'utf8')).toBe(
      [
        '# HELP backup_last_success_timestamp_seconds End of the last backup that was verified',
        '# TYPE backup_last_success_timestamp_seconds gauge',
        'backup_last_success_timestamp_seconds 1772416800.5',
        '',
      ].join('\n'),
    );
    expect(readdirSync(folder)).toEqual(['backup.prom']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readRecoveryArguments } from './recovery-arguments.js';

describe('The command line of backup and restore', () => {
  it('names a folder, made absolute', () => {
    expect(readRecoveryArguments(['backup', '--to', '/b', '--port-offset', '100'])).toEqual({
      kind: 'backup',
      offset: 100,
      to: '/b',
    });
    expect(readRecoveryArguments(['restore', '--from', '/b/../c'])).toMatchObject({ kind: 'restore', from: '/c', then: 'start' });
    expect(readRecoveryArguments(['restore', '--from', '/b', '--stay-stopped'])).toMatchObject({ then: 'stay-stopped' });
  });

  it.each([
    [['backup']],
    [['restore', '--to', '/b']],
    [['backup', '--to', '/b', '--port-offset', 'x']],
    [['forget']],
    [['restore', '--now']],
  ])('is refused as %j, with what it should be', (args) =>
    expect(() => readRecoveryArguments(args)).toThrow(/port-offset|npm run backup/),
  );
});

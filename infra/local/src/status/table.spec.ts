import { describe, expect, it } from '@jest/globals';
import { layOut, mebibytes } from './table.js';

describe('a table', () => {
  it('aligns its columns and leaves no blanks at the end of a line', () => {
    expect(
      layOut([
        ['process', 'pid'],
        ['kafka', '4711'],
        ['event store', ''],
      ]),
    ).toBe(['process      pid', '-----------  ----', 'kafka        4711', 'event store'].join('\n'));
  });

  it('is empty without rows', () => {
    expect(layOut([])).toBe('');
  });

  it('shows bytes as whole MiB', () => {
    expect(mebibytes(268_435_456)).toBe('256 MiB');
  });
});

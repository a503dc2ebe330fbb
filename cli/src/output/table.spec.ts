import { describe, expect, it } from '@jest/globals';
import { duration, table } from './table.js';

describe('A table', () => {
  it('aligns text to the left and numbers to the right, without blanks at the ends', () => {
    expect(
      table(
        ['name', 'count'],
        [
          ['a', 5],
          ['long name', 120],
        ],
      ),
    ).toEqual([...['name       count', '---------  -----'], ...['a              5', 'long name    120']]);
  });

  it('says that there is nothing', () => {
    expect(table(['name'], [])).toEqual(['(none)']);
  });

  it.each([
    [0, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7_200, '2 h'],
    [259_200, '3 d'],
  ])('shows %d seconds as %s', (seconds, shown) => expect(duration(seconds)).toBe(shown));
});

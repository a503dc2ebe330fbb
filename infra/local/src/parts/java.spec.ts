import { describe, expect, it } from '@jest/globals';
import { majorVersionOf } from './java.js';

describe('the major version of a Java', () => {
  it.each([
    ['openjdk version "17.0.15" 2025-04-15', 17],
    ['openjdk version "21" 2023-09-19', 21],
    ['java version "1.8.0_392"', 8],
    ['openjdk version "25-ea" 2025-09-16', 25],
  ])('of %s is %i', (line, major) => {
    expect(majorVersionOf(line)).toBe(major);
  });

  it('is unknown where the line says something else', () => {
    expect(majorVersionOf('command not found')).toBeUndefined();
  });
});

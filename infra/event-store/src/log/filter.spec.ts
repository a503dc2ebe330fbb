import { describe, expect, it } from '@jest/globals';
import { compileFilter, MAX_PATTERN_LENGTH, UnusableFilter, type FilterSpec } from './filter.js';

const matches = (spec: Omit<FilterSpec, 'checkpointEvery'>, stream: string, type: string): boolean =>
  compileFilter({ ...spec, checkpointEvery: 1 }).matches({ stream, type });

describe('A filter', () => {
  it('takes any of its prefixes, on the stream name or on the event type', () => {
    const prefixes = ['gigs.', 'payments.'];
    expect(matches({ on: 'stream-name', match: { prefixes } }, 'payments.wallet-1', 'X')).toBe(true);
    expect(matches({ on: 'stream-name', match: { prefixes } }, 'x', 'gigs.')).toBe(false);
    expect(matches({ on: 'event-type', match: { prefixes } }, 'x', 'gigs.a')).toBe(true);
  });
  it('takes a regular expression, found anywhere unless anchored', () => {
    expect(matches({ on: 'event-type', match: { regex: '^[^$].*' } }, 's', '$metadata')).toBe(false);
    expect(matches({ on: 'event-type', match: { regex: 'old' } }, 's', 'MilestoneHolder')).toBe(true);
  });
  it.each([{ prefixes: [] }, { regex: '(' }, { regex: 'a'.repeat(MAX_PATTERN_LENGTH + 1) }])(
    'is refused with a sentence where it cannot work',
    (match) => {
      expect(() => compileFilter({ on: 'event-type', match, checkpointEvery: 1 })).toThrow(UnusableFilter);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { parseFlags, UnusableFlags } from './flags.js';

describe('The command line', () => {
  it('takes a folder and fills in the usual port and host', () => {
    expect(parseFlags(['--data', 'd'])).toEqual({ port: 2113, host: '127.0.0.1', data: 'd' });
    expect(parseFlags(['--data=:memory:', '--port', '0', '--host', '::1'])).toEqual({ port: 0, host: '::1', data: ':memory:' });
  });
  it('explains itself on request', () => expect(parseFlags(['--help'])).toBe('help'));
  it.each([
    [['--port', '1']],
    [['--data', 'd', '--port', 'x']],
    [['--data', 'd', '--port', '70000']],
    [['--dta', 'd']],
    [['here']],
  ])('refuses %s with one sentence', (argv) => {
    expect(() => parseFlags(argv)).toThrow(UnusableFlags);
    try {
      parseFlags(argv);
    } catch (error) {
      expect(String(error)).toMatch(/^Error: [^\n]+\.$/);
    }
  });
});

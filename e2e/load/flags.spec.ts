import { describe, expect, it } from '@jest/globals';
import { BENCH_NAMES, readFlags } from './flags.js';

describe('The flags of the bench', () => {
  it('run everything unless benches are named', () => {
    expect(readFlags([]).names).toEqual(BENCH_NAMES);
    expect(readFlags(['relay', 'command']).names).toEqual(['command', 'relay']);
  });

  it('refuse a bench that does not exist, by name', () => {
    expect(() => readFlags(['relays'])).toThrow('there is no bench "relays"');
  });

  it.each([
    ['--seconds', '0'],
    ['--seconds', 'ten'],
    ['--events', '-5'],
    ['--sedd', '1'],
  ])('refuse %s %s', (name, value) => {
    expect(() => readFlags([name, value])).toThrow(name.slice(2, 5));
  });
});

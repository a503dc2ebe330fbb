import { describe, expect, it } from '@jest/globals';
import { eventually } from '@guildhall/testing';
import { createLogger } from '../telemetry/logger.js';
import { renewal } from './renewal.js';

describe('The renewal of a connection', () => {
  /** Lines of the log, and tries of which the next one answers as told. */
  const begun = (...answers: readonly ('taken' | 'refused')[]) => {
    const lines: string[] = [];
    const ending = new AbortController();
    let tries = 0;
    const renew = async (): Promise<void> => {
      tries += 1;
      if (answers[tries - 1] === 'refused') throw new Error('the store knows no such password');
    };
    const logger = createLogger({ service: 'gigs', level: 'info' }, { write: (line: string) => void lines.push(line) });
    const changed = renewal({ store: 'event-store', renew, signal: ending.signal, logger });
    return { changed, lines, ending, tries: () => tries };
  };

  it('is tried until the store answers, and says so', async () => {
    const { changed, lines, tries } = begun('refused', 'refused', 'taken');
    changed();
    await eventually('the renewed connection', () => lines.some((line) => line.includes('new work goes over')), 20_000);
    expect(tries()).toBe(3);
    expect(lines.filter((line) => line.includes('does not stand yet'))).toHaveLength(1);
  });

  it('serves a change that comes while it is tried', async () => {
    const { changed, lines, tries } = begun('refused');
    changed();
    changed();
    await eventually('the renewed connection', () => lines.some((line) => line.includes('new work goes over')), 20_000);
    expect(tries()).toBe(2);
    changed();
    await eventually('a further try', () => tries() === 3, 20_000);
  });

  it('ends with the process', async () => {
    const { changed, ending, tries } = begun(...Array.from({ length: 100 }, () => 'refused' as const));
    changed();
    await eventually('the first try', () => tries() > 0, 20_000);
    ending.abort();
    const before = tries();
    changed();
    expect(tries()).toBe(before);
  });
});

import type { StoredEvent } from './record.js';

/** Longest regular expression accepted: they run on the event loop, against every event. */
export const MAX_PATTERN_LENGTH = 1_024;
/** Search window of a filter that names none (23.10). */
export const DEFAULT_WINDOW = 32;

export type FilterSpec = Readonly<{
  on: 'stream-name' | 'event-type';
  match: Readonly<{ prefixes: readonly string[] }> | Readonly<{ regex: string }>;
  /** Events examined from one checkpoint to the next. */
  checkpointEvery: number;
}>;

export type EventFilter = Readonly<{
  matches: (event: Pick<StoredEvent, 'stream' | 'type'>) => boolean;
  checkpointEvery: number;
}>;

/** The filter cannot be used; the message says why in one sentence. */
export class UnusableFilter extends Error {}

export function compileFilter({ on, match, checkpointEvery }: FilterSpec): EventFilter {
  const accepts = 'regex' in match ? byRegex(match.regex) : byPrefixes(match.prefixes);
  const matches: EventFilter['matches'] = on === 'stream-name' ? ({ stream }) => accepts(stream) : ({ type }) => accepts(type);
  return { matches, checkpointEvery };
}

function byPrefixes(prefixes: readonly string[]): (text: string) => boolean {
  if (prefixes.length === 0) throw new UnusableFilter('A filter needs a regular expression or at least one prefix.');
  return (text) => prefixes.some((prefix) => text.startsWith(prefix));
}

function byRegex(source: string): (text: string) => boolean {
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new UnusableFilter(`A filter's regular expression may have ${MAX_PATTERN_LENGTH} characters at most.`);
  }
  const pattern = compile(source);
  return (text) => pattern.test(text);
}

function compile(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new UnusableFilter(`The filter's regular expression does not compile: ${error.message}.`);
    throw error;
  }
}

import type { Expected } from '../log/expected.js';
import { badRequest } from './errors.js';
import { fromWire } from './wire.js';

/** The expected revision of any of the protocol's option messages; `text` keeps a revision exactly as it was sent. */
export type Expectation = Readonly<{ expected: Expected; text: string }>;

/** Numbers that stand for the words in `expected-version` (-1 no stream, -2 any, -4 exists). */
const NUMBERS = { no_stream: '-1', any: '-2', stream_exists: '-4' } as const;

type Options = Readonly<{ hasNoStream(): boolean; hasAny(): boolean; hasStreamExists(): boolean }>;

export function expectationOf(options: Options, revision: string | undefined): Expectation {
  if (options.hasNoStream()) return expectationOfWord('no_stream');
  if (options.hasAny()) return expectationOfWord('any');
  if (options.hasStreamExists()) return expectationOfWord('stream_exists');
  if (revision === undefined) throw badRequest('The options name no expected revision.');
  return { expected: fromWire(revision), text: revision };
}

export const expectationOfWord = (expected: keyof typeof NUMBERS): Expectation => ({ expected, text: NUMBERS[expected] });

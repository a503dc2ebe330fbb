import type { Flags } from './flags.js';
import type { Platform } from './platform/platform.js';
import type { Stores } from './processes/stores.js';
import type { Figure } from './report.js';

/** What a bench may use; servers are started when the first bench asks for them. */
export type BenchContext = Readonly<{
  flags: Flags;
  /** Progress, for people. */
  say(line: string): void;
  stores(): Promise<Stores>;
  platform(): Promise<Platform>;
}>;

export type Bench = (context: BenchContext) => Promise<readonly Figure[]>;

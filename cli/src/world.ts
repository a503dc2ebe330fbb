import type { CliConfig } from './config.js';

/** Where the program speaks and what it knows of its surroundings; tests give their own. */
export type World = Readonly<{
  config: CliConfig;
  fetch: typeof fetch;
  out: (text: string) => void;
  /** Progress, warnings and errors: never mixed with the output. */
  err: (text: string) => void;
}>;

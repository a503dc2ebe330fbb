import { parseOptions, type Parsed } from './parse-options.js';
import { readNamedFile } from './read-file.js';

/** The options of this process: its arguments, its environment, its file. Fails with `UnusableOptions`. */
export const optionsOfProcess = (argv: readonly string[]): Parsed =>
  parseOptions({ argv, environment: process.env, readFile: (file) => readNamedFile('The options file', file) });

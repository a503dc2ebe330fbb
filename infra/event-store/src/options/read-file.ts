import { readFileSync } from 'node:fs';
import { UnusableOptions } from './unusable-options.js';

/** The text of a file that an option names; `what` stands in the sentence of failure. */
export function readNamedFile(what: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UnusableOptions(`${what} ${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

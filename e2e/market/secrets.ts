import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journeyConfig } from './config.js';

/** What a story has to know of the secrets of the platform under test; they lie in its data folder. */
export const secretsOf = async <T>(): Promise<T> =>
  JSON.parse(await readFile(join(journeyConfig().dataDir, 'keys', 'secrets.json'), 'utf8')) as T;

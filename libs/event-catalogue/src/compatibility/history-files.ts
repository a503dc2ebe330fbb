import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReleasedFact } from './gate.js';

const fileOf = ({ type, release }: Pick<ReleasedFact, 'type' | 'release'>): string => `${type}.r${release}.json`;

/** Reads all released facts of a folder; a file whose name and content disagree, or that has no content, is an error. */
export const readHistory = (folder: string): readonly ReleasedFact[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const released = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ReleasedFact;
      if (file !== fileOf(released)) throw new Error(`${file} holds ${fileOf(released)}`);
      return released;
    });

/** Writes released facts; an existing file is never overwritten (`EEXIST`). Returns the file names. */
export const writeHistory = (folder: string, released: readonly ReleasedFact[]): readonly string[] =>
  released.map((fact) => {
    writeFileSync(join(folder, fileOf(fact)), `${JSON.stringify(fact, null, 2)}\n`, { flag: 'wx' });
    return fileOf(fact);
  });

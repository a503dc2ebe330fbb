import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Obstacle } from '../supervision/obstacle.js';

/** Files of a backup, by their paths in it. */
export const BACKUP_FILES = {
  log: 'event-store.sqlite',
  subjectKeys: join('keys', 'subject-keys.sqlite'),
  secrets: join('keys', 'secrets.json'),
  provider: 'payment-sandbox',
} as const;

const MANIFEST = 'backup.json';
const FORMAT = 1;

interface CopiedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a backup says of itself. Written last: a folder without it is no backup. */
export interface Manifest {
  readonly format: typeof FORMAT;
  /** When the log was copied, wall time, UTC: the recovery point. What was appended after it is not in here. */
  readonly backedUpAt: string;
  readonly events: number;
  /** Last `$all` position, a decimal string. */
  readonly lastPosition: string;
  readonly commit: string;
  readonly files: readonly CopiedFile[];
}

const digestOf = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

const copiedFiles = async (folder: string): Promise<readonly CopiedFile[]> => {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.sort().map(async (file) => ({
      path: file.slice(folder.length + 1),
      bytes: (await stat(file)).size,
      sha256: await digestOf(file),
    })),
  );
};

/** Seals a folder as a backup: sizes and digests of all that lies in it. */
export const sealBackup = async (folder: string, said: Omit<Manifest, 'format' | 'files'>): Promise<Manifest> => {
  const manifest: Manifest = { format: FORMAT, ...said, files: await copiedFiles(folder) };
  const draft = join(folder, `${MANIFEST}.draft`);
  await writeFile(draft, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(draft, join(folder, MANIFEST));
  return manifest;
};

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === FORMAT && 'files' in value;

/** Reads a backup and compares every file with what it was. @throws {Obstacle} that names what is missing or changed */
export const openBackup = async (folder: string): Promise<Manifest> => {
  const file = join(folder, MANIFEST);
  if (!existsSync(file))
    throw new Obstacle(`${folder} is no backup, or one that was not finished: there is no ${MANIFEST}; name another with --from`);
  const manifest: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isManifest(manifest)) throw new Obstacle(`${file} is of a format that this version cannot read`);
  for (const { path, bytes, sha256 } of manifest.files) {
    const copy = join(folder, path);
    const found = existsSync(copy) ? (await stat(copy)).size : undefined;
    if (found === bytes && (await digestOf(copy)) === sha256) continue;
    throw new Obstacle(`${copy} is not what was backed up: take another backup`);
  }
  return manifest;
};

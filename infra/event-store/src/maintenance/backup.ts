import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Sound } from '../log/check.js';
import { logFileIn } from '../log/folder.js';
import { UnusableData } from '../log/unusable-data.js';
import { checkFile } from './check.js';

/** Pages copied in one go by the thread that copies: 4 MiB. */
const RATE = 1_024;

/**
 * Copies the log of a folder into one file, as it is at this moment; a server that runs on the folder goes on writing. The file
 * appears under its name only when it is whole, checked and on the disk. Fails with `UnusableData` where there is no log, the file
 * exists already, or the copy is not sound.
 */
export async function backUp(folder: string, file: string): Promise<Sound> {
  const log = logFileIn(folder);
  if (!existsSync(log)) throw new UnusableData(`The folder ${folder} holds no log: there is no ${log}.`);
  if (existsSync(file)) throw new UnusableData(`The file ${file} exists already: name another one.`);
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  await copySnapshot(log, partial);
  intoOneFile(partial);
  return published(partial, file);
}

/**
 * Makes a data folder from a backup. Fails with `UnusableData` where the folder is not empty or the backup is not sound.
 */
export function restore(file: string, folder: string): Sound {
  if (!existsSync(file)) throw new UnusableData(`There is no backup ${file}.`);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new UnusableData(`The folder ${folder} is not empty: restore into another one.`);
  const partial = `${logFileIn(folder)}.partial`;
  copyFileSync(file, partial);
  return published(partial, logFileIn(folder));
}

async function copySnapshot(log: string, to: string): Promise<void> {
  const source = new DatabaseSync(log, { readOnly: true });
  try {
    // An open read holds the snapshot: without it every commit of the server would make the copy begin anew.
    source.exec('BEGIN');
    source.prepare('SELECT max(pos) FROM events').get();
    await backup(source, to, { rate: RATE });
  } finally {
    source.close();
  }
}

// The copy says of itself that it has a write-ahead log; a backup is one file that can be moved about.
function intoOneFile(file: string): void {
  const copy = new DatabaseSync(file);
  copy.exec('PRAGMA journal_mode = DELETE');
  copy.close();
}

function published(partial: string, file: string): Sound {
  const findings = checkFile(partial);
  if (findings.kind === 'faulty') {
    rmSync(partial);
    throw new UnusableData(`The copy is not sound: ${findings.fault}`);
  }
  sync(partial);
  renameSync(partial, file);
  sync(dirname(resolve(file)));
  return findings;
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import type { Sound } from '../log/check.js';
import { logFileIn } from '../log/folder.js';
import { FORMAT, formatOf, prepareTables } from '../log/schema.js';
import { messageOf, sqliteCode } from '../log/sqlite-errors.js';
import { UnusableData } from '../log/unusable-data.js';
import { checkFile, existingLogIn } from './check.js';

/** Pages copied in one go by the thread that copies: 4 MiB. */
const RATE = 1_024;

/**
 * Copies the log of a folder into one file, as it is at this moment; a server that runs on the folder goes on writing. The file
 * appears under its name only when it is whole, checked and on the disk; a failure leaves nothing behind. Fails with `UnusableData`
 * where there is no log, the file exists already, the copy cannot be made or it is not sound.
 */
export async function backUp(folder: string, file: string): Promise<Sound> {
  const log = existingLogIn(folder);
  if (existsSync(file)) throw new UnusableData(`The file ${file} exists already: name another one.`);
  const target = dirname(resolve(file));
  if (!statSync(target, { throwIfNoEntry: false })?.isDirectory())
    throw new UnusableData(`There is no folder ${target} for the backup.`);
  const partial = `${file}.partial`;
  try {
    removePartial(partial);
    await copySnapshot(log, partial);
    intoOneFile(partial);
    return published(partial, file);
  } catch (error) {
    removePartial(partial);
    throw inWords(error, `The backup ${file} cannot be made`);
  }
}

/**
 * Makes a data folder from a backup, also from one by an earlier version: what is restored has this version's format. A failure
 * leaves nothing in the folder. Fails with `UnusableData` where the folder is not empty, or the backup cannot be read or is not
 * sound.
 */
export function restore(file: string, folder: string): Sound {
  const source = statSync(file, { throwIfNoEntry: false });
  if (!source) throw new UnusableData(`There is no backup ${file}.`);
  if (!source.isFile()) throw new UnusableData(`${file} is no file: name the one that a backup made.`);
  makeEmpty(folder);
  const partial = `${logFileIn(folder)}.partial`;
  try {
    copyFileSync(file, partial);
    bringUpToFormat(partial, file);
    intoOneFile(partial);
    return published(partial, logFileIn(folder));
  } catch (error) {
    removePartial(partial);
    throw inWords(error, `The backup ${file} cannot be restored`);
  }
}

function makeEmpty(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw inWords(error, `The data folder ${folder} cannot be made`);
  }
  if (readdirSync(folder).length > 0) throw new UnusableData(`The folder ${folder} is not empty: restore into another one.`);
}

function bringUpToFormat(partial: string, file: string): void {
  const copy = new DatabaseSync(partial);
  try {
    // An empty file and any other database have format 0, and would become a new log without an event.
    const found = formatOf(copy);
    if (found < 1 || found > FORMAT)
      throw new UnusableData(`${file} is no backup that this command reads: it has format ${found}, not one of 1 to ${FORMAT}.`);
    prepareTables(copy);
  } finally {
    copy.close();
  }
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
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
}

function published(partial: string, file: string): Sound {
  const findings = checkFile(partial);
  if (findings.kind === 'faulty') throw new UnusableData(`The copy is not sound: ${findings.fault}`);
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

function removePartial(partial: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${partial}${suffix}`, { force: true });
}

/** What SQLite or the system refuses becomes a sentence for the command line; any other error is a fault of ours and stays one. */
function inWords(error: unknown, what: string): unknown {
  const refused = sqliteCode(error) !== undefined || (typeof error === 'object' && error !== null && 'syscall' in error);
  return refused ? new UnusableData(`${what}: ${messageOf(error)}.`) : error;
}

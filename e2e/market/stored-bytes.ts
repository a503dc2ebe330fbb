import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import { journeyConfig } from './config.js';

const EVENT_STORE = join(import.meta.dirname, '../../infra/event-store/dist/main.js');
/** Ports of a platform lie at fixed distances (local-servers.md). */
const MONGO_FROM_EDGE = 27_017 - 8080;

const keyFile = (): string => join(journeyConfig().dataDir, 'keys', 'subject-keys.sqlite');

/** Indexes of a topic's segments: made at full size beforehand, positions alone. */
const isTopicIndex = (name: string): boolean => /^\d+\.(time)?index$/.test(name);

/** Every file under a folder, with its bytes. */
export async function* filesIn(folder: string): AsyncGenerator<Readonly<{ path: string; bytes: Buffer }>> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !isTopicIndex(entry.name)) yield { path, bytes: await readFile(path) };
  }
}

/** All documents of all read models, as the document database holds them now. */
export const allDocuments = async (): Promise<string> => {
  const port = Number(new URL(journeyConfig().edgeUrl).port) + MONGO_FROM_EDGE;
  const connection = await mongoose.createConnection(`mongodb://127.0.0.1:${String(port)}`).asPromise();
  try {
    const client = connection.getClient();
    const { databases } = await client.db('admin').admin().listDatabases();
    const texts: string[] = [];
    for (const { name } of databases)
      for (const collection of await client.db(name).collections()) texts.push(JSON.stringify(await collection.find().toArray()));
    return texts.join('\n');
  } finally {
    await connection.close();
  }
};

/** Copies the log and the keys of the running platform, as a backup does. */
export const backUpTo = async (folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  const data = join(journeyConfig().dataDir, 'event-store');
  await promisify(execFile)(process.execPath, [
    EVENT_STORE,
    'backup',
    '--data',
    data,
    '--to',
    join(folder, 'event-store.sqlite'),
  ]);
  const keys = new DatabaseSync(keyFile(), { readOnly: true });
  try {
    await backup(keys, join(folder, 'subject-keys.sqlite'));
  } finally {
    keys.close();
  }
};

/** The keys of persons, by account and purpose, as the key store holds them now. */
export const keysOf = (accountIds: readonly string[]): readonly Buffer[] => {
  const keys = new DatabaseSync(keyFile(), { readOnly: true });
  try {
    const ofSubject = keys.prepare('SELECT key FROM subject_key WHERE subject = ?');
    return accountIds.flatMap((id) => ofSubject.all(id).map(({ key }) => Buffer.from(key as Uint8Array)));
  } finally {
    keys.close();
  }
};

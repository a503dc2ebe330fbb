import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Expected } from '../log/expected.js';
import { readAll, readStream } from '../log/finite-read.js';
import { logFileIn } from '../log/folder.js';
import { Log, type LogOptions } from '../log/log.js';
import type { ProposedEvent, StoredEvent } from '../log/record.js';

/** A folder that is gone after `remove`. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-event-store-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Opens a log without a server; a failed disk throws. */
export const openLog = (data: string, options: Partial<LogOptions> = {}): Log =>
  new Log({
    data,
    now: Date.now,
    fatal: (error) => {
      throw error;
    },
    ...options,
  });

export const proposed = (bytes = 10, type = 'Noted'): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: false,
  data: new Uint8Array(bytes).fill(7),
  metadata: new Uint8Array(0),
});

/** Appends so many events in one append, and answers their ids. */
export async function append(log: Log, stream: string, count: number, expected: Expected = 'any'): Promise<string[]> {
  const events = Array.from({ length: count }, () => proposed());
  const { kind } = await log.execute({ kind: 'append', stream, expected, events });
  if (kind !== 'written') throw new Error(`The append to ${stream} was answered with ${kind}.`);
  return events.map(({ id }) => id);
}

export async function setMetadata(log: Log, stream: string, json: string): Promise<void> {
  const event = { ...proposed(), type: '$metadata', isJson: true, data: Buffer.from(json) };
  await log.execute({ kind: 'append', stream: `$$${stream}`, expected: 'any', events: [event] });
}

export const allOf = (log: Log): StoredEvent[] => [...readAll(log, 0, 'forwards')].flat();
export const revisionsOf = (log: Log, stream: string): number[] =>
  [...(readStream(log, stream, 0, 'forwards') ?? [])].flat().map(({ revision }) => revision);

/** Changes the tables behind the server's back. */
export function tamper(folder: string, sql: string): void {
  const database = new DatabaseSync(logFileIn(folder));
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

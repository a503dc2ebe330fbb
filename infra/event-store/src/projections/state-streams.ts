import { randomUUID } from 'node:crypto';
import type { Outcome } from '../log/commands.js';
import type { Expected } from '../log/expected.js';
import type { ProjectionLog } from './projection-log.js';
import { metadataStreamOf, type ProposedEvent, type StoredEvent } from '../log/record.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';

/** A write did not take place, or nobody knows; trying again may help. The message is a sentence. */
export class NotWritten extends Error {}

/** Somebody else wrote to a stream that a projection keeps. */
export class WrittenElsewhere extends Error {
  constructor(stream: string, expected: Expected, actual: number) {
    super(`The '${stream}' stream has been written to from the outside: expected ${expected}, found ${actual}.`);
  }
}

/** A stream's last event, visible or not. `revision` -1: nothing was ever written; without `event` it is no longer kept. */
export type Tail = Readonly<{ revision: number; event?: StoredEvent }>;

/** Fails with `StreamTombstoned` where the stream is deleted for good. */
export function tailOf(log: ProjectionLog, stream: string): Tail {
  const { head } = log.visible(stream);
  const revision = head.lastRevision;
  if (revision < 0) return { revision };
  const [event] = log.reader.streamBackwards(head.id, revision, revision, 1);
  return { revision, ...(event && { event }) };
}

/** Every event that can be read of a stream, first one first: for short streams. */
export function allOf(log: ProjectionLog, stream: string): readonly StoredEvent[] {
  const { head, first } = log.visible(stream);
  return head.lastRevision < 0 ? [] : log.reader.streamForwards(head.id, first, head.lastRevision, head.lastRevision + 1);
}

/** Appends and answers the last revision. Fails with `NotWritten`, `WrittenElsewhere` or `StreamTombstoned`. */
export async function append(
  log: ProjectionLog,
  stream: string,
  expected: Expected,
  events: readonly ProposedEvent[],
): Promise<number> {
  return revisionOf(stream, expected, await log.execute({ kind: 'append', stream, expected, events }));
}

/** Sets a stream's metadata, whatever they were. */
export const setMetadata = (log: ProjectionLog, stream: string, metadata: object): Promise<number> =>
  append(log, metadataStreamOf(stream), 'any', [jsonEvent('$metadata', JSON.stringify(metadata))]);

/** An event of the subsystem's own book-keeping. */
export const jsonEvent = (type: string, data: string, metadata = ''): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(data),
  metadata: Buffer.from(metadata),
});

function revisionOf(stream: string, expected: Expected, outcome: Outcome): number {
  switch (outcome.kind) {
    case 'written':
    case 'nothing':
      return outcome.revision;
    case 'wrong-version':
      throw new WrittenElsewhere(stream, expected, outcome.actual);
    case 'stream-deleted':
      throw new StreamTombstoned(stream);
    case 'timed-out':
    case 'overdue':
      throw new NotWritten(`Writing to '${stream}' took too long.`);
    case 'refused':
      throw new NotWritten(outcome.reason);
  }
}

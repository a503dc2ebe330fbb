import { randomUUID } from 'node:crypto';
import type { Outcome } from '../log/commands.js';
import { readStream } from '../log/finite-read.js';
import type { Log } from '../log/log.js';
import { metadataStreamOf, type ProposedEvent, type StoredEvent } from '../log/record.js';
import { StreamTombstoned } from '../log/stream-tombstoned.js';
import { isSoftDeleted, metadataOf } from '../log/visibility.js';

/** The log did not take what a group had to write; the message says why in one sentence. */
export class NotWritten extends Error {}

export type BookkeepingOptions = Readonly<{
  stream: string;
  /** Type of its events; others that somebody put there are passed over. */
  type: string;
  /** Events kept, `$maxCount`: what is older goes with the next scavenge. */
  keep: number;
}>;

/** A system stream whose last usable event is the state of something. */
export class BookkeepingStream {
  constructor(
    private readonly log: Log,
    private readonly options: BookkeepingOptions,
  ) {}

  /** What the last event says that `parse` understands. */
  last<T>(parse: (value: unknown) => T | undefined): T | undefined {
    for (const events of this.#backwards()) {
      for (const { type, data } of events) {
        const found = type === this.options.type ? parse(jsonOf(data)) : undefined;
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** Resolves once it is durable; fails with `NotWritten`. */
  async write(value: unknown): Promise<void> {
    const { stream, type, keep } = this.options;
    const writes = [append(this.log, stream, jsonEvent(type, JSON.stringify(value)))];
    if (this.#isNew()) {
      writes.push(append(this.log, metadataStreamOf(stream), jsonEvent('$metadata', JSON.stringify({ $maxCount: keep }))));
    }
    await Promise.all(writes);
  }

  // Without metadata, or with those of a deletion: what the stream keeps has to be said (again).
  #isNew(): boolean {
    return unlessTombstoned(() => {
      const { head } = this.log.visible(this.options.stream);
      return head.metadataRevision < 0 || isSoftDeleted(metadataOf(head));
    }, false);
  }

  #backwards(): Iterable<readonly StoredEvent[]> {
    return unlessTombstoned(() => readStream(this.log, this.options.stream, Number.MAX_SAFE_INTEGER, 'backwards') ?? [], []);
  }
}

/** Answers `otherwise` for a stream that is deleted for good: there is nothing in it. */
export function unlessTombstoned<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (error) {
    if (error instanceof StreamTombstoned) return otherwise;
    throw error;
  }
}

/** Appends whatever the stream's revision is; fails with `NotWritten`. */
export async function append(log: Log, stream: string, event: ProposedEvent): Promise<void> {
  mustBeWritten(await log.execute({ kind: 'append', stream, expected: 'any', events: [event] }));
}

/** Deletes a stream softly. One that is not there needs no deletion. */
export async function remove(log: Log, stream: string): Promise<void> {
  const outcome = await log.execute({ kind: 'delete', stream, expected: 'any' });
  if (outcome.kind !== 'wrong-version' && outcome.kind !== 'stream-deleted') mustBeWritten(outcome);
}

export const jsonEvent = (type: string, json: string): ProposedEvent => ({
  id: randomUUID(),
  type,
  isJson: true,
  data: Buffer.from(json),
  metadata: new Uint8Array(),
});

function mustBeWritten(outcome: Outcome): void {
  switch (outcome.kind) {
    case 'written':
    case 'nothing':
      return;
    case 'overdue':
      // A commit that took too long is one all the same; a command that waited too long was dropped.
      if (outcome.timeout === 'commit') return;
      throw new NotWritten('The write waited too long and was not begun.');
    case 'timed-out':
      throw new NotWritten('The deadline passed before the write was begun.');
    case 'wrong-version':
      throw new NotWritten(`The stream is at revision ${outcome.actual}.`);
    case 'stream-deleted':
      throw new NotWritten('The stream is deleted for good.');
    case 'refused':
      throw new NotWritten(outcome.reason);
  }
}

function jsonOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data).toString('utf8')) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

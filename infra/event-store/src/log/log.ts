import { checkLog } from './check.js';
import type { Command, Outcome } from './commands.js';
import { openDatabases, type Databases } from './database.js';
import { EventReader } from './event-reader.js';
import { Heads } from './heads.js';
import { Reclaim } from './reclaim.js';
import { isMetadataStream, originalStreamOf, type StoredEvent, type StreamHead } from './record.js';
import { RecentEvents } from './recent-events.js';
import { faultAtTheEnd } from './self-check.js';
import { StreamTombstoned } from './stream-tombstoned.js';
import { Tables } from './tables.js';
import { UnusableData } from './unusable-data.js';
import { firstVisible, isSoftDeleted, metadataOf } from './visibility.js';
import { WakeUps } from './wake-ups.js';
import { WriteAheadLog } from './wal.js';
import { DEFAULT_TIMEOUTS, Writer, type WriteTimeouts } from './writer.js';

export type LogOptions = Readonly<{
  /** Folder of the log, or `:memory:`. */
  data: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The disk failed under a write: the process must end, and the next start looks at the whole log. */
  fatal: (error: Error) => void;
  /** Default: 2 s each, as 23.10. */
  timeouts?: WriteTimeouts;
  /** Ids of the newest events kept in memory before they sink into their table; default `RECENT_IDS`. */
  recentIds?: number;
}>;

/** The one log: every committed event, in the order of `$all`. */
export class Log {
  readonly reader: EventReader;
  readonly wakeUps = new WakeUps();
  readonly reclaim: Reclaim;
  /** Committed since the start, for statistics. */
  readonly written = { events: 0, bytes: 0 };
  readonly #databases: Databases;
  readonly #heads: Heads;
  readonly #writer: Writer;
  readonly #wal: WriteAheadLog;
  readonly #recent: RecentEvents;
  readonly #now: () => number;

  /** Opens the log; after a server that did not close it, looks at it first. Fails with `UnusableData` where it cannot serve. */
  constructor({ data, now, fatal, timeouts = DEFAULT_TIMEOUTS, recentIds }: LogOptions) {
    this.#databases = openDatabases(data);
    const { writer, reader } = this.#databases;
    takeIntoService(data, this.#databases);
    const diskFailed = (error: Error): void => {
      try {
        this.#databases.markDiskFailure();
      } finally {
        fatal(error);
      }
    };
    this.#now = now;
    this.reader = new EventReader(reader);
    this.#wal = new WriteAheadLog(writer, diskFailed);
    this.reclaim = new Reclaim(writer, this.#wal, diskFailed);
    const tables = new Tables(writer, recentIds);
    this.#heads = new Heads((name) => tables.loadHead(name));
    this.#writer = new Writer({
      tables,
      heads: this.#heads,
      now,
      fatal: diskFailed,
      timeouts,
      published: (events) => this.#publish(events),
    });
    this.#recent = new RecentEvents(this.#writer.lastPosition);
  }

  /** Position of the last committed event, 0 where the log is empty. */
  get lastPosition(): number {
    return this.#writer.lastPosition;
  }

  /** Milliseconds since 1970 by the log's clock. */
  now(): number {
    return this.#now();
  }

  execute(command: Command): Promise<Outcome> {
    return this.#writer.execute(command);
  }

  drained(): Promise<void> {
    return this.#writer.drained();
  }

  /** A stream's head and its first visible revision; `exists` is false where a read must say that there is no such stream. */
  visible(stream: string): { head: Readonly<StreamHead>; first: number; exists: boolean } {
    this.#heads.trim();
    const head = this.#heads.get(stream);
    const original = isMetadataStream(stream) ? this.#heads.get(originalStreamOf(stream)) : head;
    if (head.tombstoned || original.tombstoned) throw new StreamTombstoned(stream);
    const metadata = metadataOf(head);
    const first = firstVisible(head.lastRevision, metadata, this.#now(), (revision) => this.reader.createdAt(head.id, revision));
    return { head, first, exists: head.lastRevision >= 0 && !isSoftDeleted(metadata) };
  }

  /** Up to `limit` events after a position, lowest first. */
  allAfter(position: number, limit: number): readonly StoredEvent[] {
    return this.#recent.after(position, limit) ?? this.reader.allForwards(position + 1, this.lastPosition, limit);
  }

  close(): void {
    this.#wal.stop();
    this.#databases.close();
  }

  #publish(events: readonly StoredEvent[]): void {
    this.written.events += events.length;
    for (const { data, metadata } of events) this.written.bytes += data.length + metadata.length;
    this.#wal.committed(events);
    this.#recent.add(events);
    this.wakeUps.wake(events);
  }
}

function takeIntoService(data: string, databases: Databases): void {
  try {
    const fault = faultAfter(databases);
    if (fault !== undefined)
      throw new UnusableData(`The log in ${data} is damaged: ${fault} Restore a backup into an empty folder.`);
    databases.markRunning();
  } catch (error) {
    databases.release();
    throw error;
  }
}

// After a failed disk nobody knows which pages it lost, so everything is read; a kill can have torn the end only.
function faultAfter({ lastEnd, writer }: Databases): string | undefined {
  switch (lastEnd) {
    case 'closed':
      return undefined;
    case 'killed':
      return faultAtTheEnd(writer);
    case 'disk-failed': {
      const findings = checkLog(writer);
      return findings.kind === 'faulty' ? findings.fault : undefined;
    }
  }
}

import type { Command, Outcome } from './commands.js';
import { openDatabases, type Databases } from './database.js';
import { EventReader } from './event-reader.js';
import { Heads } from './heads.js';
import { isMetadataStream, originalStreamOf, type StoredEvent, type StreamHead } from './record.js';
import { RecentEvents } from './recent-events.js';
import { StreamTombstoned } from './stream-tombstoned.js';
import { Tables } from './tables.js';
import { firstVisible, isSoftDeleted, metadataOf } from './visibility.js';
import { WakeUps } from './wake-ups.js';
import { DEFAULT_TIMEOUTS, Writer, type WriteTimeouts } from './writer.js';

export type LogOptions = Readonly<{
  /** Folder of the log, or `:memory:`. */
  data: string;
  /** Milliseconds since 1970. */
  now: () => number;
  /** The disk failed under a commit. */
  fatal: (error: Error) => void;
  /** Default: 2 s each, as 23.10. */
  timeouts?: WriteTimeouts;
}>;

/** The one log: every committed event, in the order of `$all`. */
export class Log {
  readonly reader: EventReader;
  readonly wakeUps = new WakeUps();
  readonly #databases: Databases;
  readonly #heads: Heads;
  readonly #writer: Writer;
  readonly #recent: RecentEvents;
  readonly #now: () => number;

  constructor({ data, now, fatal, timeouts = DEFAULT_TIMEOUTS }: LogOptions) {
    this.#databases = openDatabases(data);
    this.#now = now;
    this.reader = new EventReader(this.#databases.reader);
    const tables = new Tables(this.#databases.writer);
    this.#heads = new Heads((name) => tables.loadHead(name));
    this.#writer = new Writer({ tables, heads: this.#heads, now, fatal, timeouts, published: (events) => this.#publish(events) });
    this.#recent = new RecentEvents(this.#writer.lastPosition);
  }

  /** Position of the last committed event, 0 where the log is empty. */
  get lastPosition(): number {
    return this.#writer.lastPosition;
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
    this.#databases.close();
  }

  #publish(events: readonly StoredEvent[]): void {
    this.#recent.add(events);
    this.wakeUps.wake(events);
  }
}

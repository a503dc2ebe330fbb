import type { Actor, Instant } from '@guildhall/kernel';

/** Metadata of every stored event; written in one function (`metadataOf`). */
export type EventMetadata = Readonly<{
  $correlationId: string;
  $causationId: string;
  commandId: string;
  /** HMAC of the canonical HTTP request; absent for commands of processes. */
  requestHash?: string;
  actor: Actor;
  /** Business time, UTC. */
  occurredAt: Instant;
  schemaVersion: number;
  policyRefs: Readonly<Record<string, string>>;
  region: string;
  traceparent?: string;
}>;

/** A stored event as read back: decrypted and upcast when read through `codedStore`. */
export interface StoredEvent<Type extends string = string, Data extends object = object> {
  readonly id: string;
  readonly type: Type;
  readonly data: Readonly<Data>;
  readonly metadata: EventMetadata;
  /** Stream name, `<category>-<key>`; the category ends at the first hyphen. */
  readonly stream: string;
  readonly category: string;
  readonly streamKey: string;
  readonly revision: bigint;
  /** `$all` commit position. */
  readonly position: bigint;
  /** When the store wrote it, UTC. */
  readonly recordedAt: Instant;
}

export type NewEvent = Readonly<{ id: string; type: string; data: object; metadata: EventMetadata }>;

/** Revision that the stream must have: `no_stream`, or that of its last event. Never "any". */
export type ExpectedRevision = bigint | 'no_stream';

export type AppendResult = Readonly<{ revision: bigint; position: bigint }>;

export type AllMessage =
  | Readonly<{ kind: 'event'; event: StoredEvent }>
  /** Everything up to `position` was examined; nothing of interest is missing. */
  | Readonly<{ kind: 'checkpoint'; position: bigint }>
  | Readonly<{ kind: 'caught-up' }>;

export type AllOptions = Readonly<{
  /** Exclusive; omitted: from the beginning. */
  after?: bigint;
  /** Prefixes of stream names, e.g. `['contracts.']`; at least one. */
  prefixes: readonly string[];
}>;

/**
 * The log. Errors: `WrongExpectedRevision`, `OutcomeUnknown` (the append may have happened: repeat with the same ids),
 * `StoreUnavailable` (reads and connects). A missing stream reads as empty.
 */
export interface EventStore {
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Forwards from `from` (inclusive, default 0). */
  read(stream: string, options?: Readonly<{ from?: bigint; maxCount?: number }>): AsyncIterable<StoredEvent>;
  /** The last event of a stream, or null. */
  readLast(stream: string): Promise<StoredEvent | null>;
  /** A finite read of `$all`, forwards, up to `maxCount` matching events (default: all there are now). */
  readAll(options: AllOptions & Readonly<{ maxCount?: number }>): AsyncIterable<StoredEvent>;
  /** Position of the last event that matches, or null on an empty log. */
  head(prefixes: readonly string[]): Promise<bigint | null>;
  /** Live; ends when the signal aborts; throws `StoreUnavailable` when the connection is lost (see `follow` for restarts). */
  subscribeAll(options: AllOptions, signal: AbortSignal): AsyncIterable<AllMessage>;
  setMaxCount(stream: string, maxCount: number): Promise<void>;
  /**
   * Id of the log: its first event's id (`$all` from the start, system events included), with the number of its epoch after a restore;
   * null while empty.
   */
  logId(): Promise<string | null>;
  close(): Promise<void>;
}

/** The store of a service: encrypts on append, decrypts and upcasts on every read. */
export const EVENT_STORE = Symbol('EVENT_STORE');

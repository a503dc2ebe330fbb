/** An event as a client hands it in. */
export type NewEvent = Readonly<{ type: string; id: string; data: Readonly<Record<string, number>> }>;

/** An event as a client shows it: where a link was followed, what it points at. */
export type SeenEvent = Readonly<{ stream: string; revision: bigint; type: string; id: string; data: unknown }>;

export type Expectation = 'any' | 'no_stream' | 'stream_exists' | bigint;

/** What a call failed with, told alike for every client; `other` keeps the client's own words in the message. */
export type FailureKind = 'wrong-version' | 'stream-not-found' | 'stream-deleted' | 'group-exists' | 'group-missing' | 'other';

export class ReaderFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

export type Reading = Readonly<{ direction?: 'forwards' | 'backwards'; from?: bigint; limit?: number; links?: 'resolved' }>;

/** What the cases need of a client of the protocol, whatever language it is written in. */
export interface Reader {
  /** Answers the last revision. */
  append(stream: string, events: readonly NewEvent[], expected: Expectation): Promise<bigint>;
  read(stream: string, reading?: Reading): Promise<SeenEvent[]>;
  /** The first `count` events of a subscription from the start, in the order they came. */
  follow(stream: string, count: number): Promise<SeenEvent[]>;
  /** The same of a subscription to `$all`, filtered by a prefix of the stream's name. */
  followAll(prefix: string, count: number): Promise<SeenEvent[]>;
  limitTo(stream: string, maxCount: number): Promise<void>;
  maxCountOf(stream: string): Promise<number | undefined>;
  remove(stream: string): Promise<void>;
  tombstone(stream: string): Promise<void>;
  /** A persistent subscription from the start of a stream. */
  createGroup(stream: string, group: string): Promise<void>;
  deleteGroup(stream: string, group: string): Promise<void>;
  /** Takes and acknowledges `count` events. */
  consume(stream: string, group: string, count: number): Promise<SeenEvent[]>;
  enableProjection(name: string): Promise<void>;
  projectionStatus(name: string): Promise<string>;
  close(): Promise<void>;
}

/** A record with what an audit looks at; the value stays unread. */
export type ReadRecord = Readonly<{
  partition: number;
  offset: bigint;
  key: string | null;
  headers: Readonly<Record<string, string>>;
}>;

/** Offsets of a partition: `low` of its first record, `end` of the next one that will be written. */
export type Bounds = Readonly<{ low: bigint; end: bigint }>;

/** The records of a topic's partitions, each in its own pace. Errors: those of the broker; a record that does not arrive within 30 s. */
export interface TopicReading {
  /** The next record of a partition, the same one until it is taken; null at the end that was given. */
  peek(partition: number): Promise<ReadRecord | null>;
  take(partition: number): void;
  close(): Promise<void>;
}

/** Reads a topic from anywhere, in no consumer group that commits anything. */
export interface TopicReader {
  /** Bounds of every partition, now. */
  bounds(topic: string): Promise<ReadonlyMap<number, Bounds>>;
  /** Reads each partition from its offset (default: its first record) up to the end that `bounds` says. Connects when first needed. */
  open(topic: string, from: ReadonlyMap<number, bigint>, bounds: ReadonlyMap<number, Bounds>): TopicReading;
}

import type { EventConsumer, Fact } from '@guildhall/kernel';
import type { UnreadableRecord } from '../facts/record.errors.js';

/** A record as the broker gave it, texts decoded as UTF-8. A null value is a tombstone, which no fact ever is. */
export type IncomingRecord = Readonly<{
  topic: string;
  partition: number;
  /** The broker's offset as a decimal string. */
  offset: string;
  key: string | null;
  value: string | null;
  headers: Readonly<Record<string, string>>;
}>;

export type FactHandler = (fact: Fact) => Promise<void>;
export type UnreadableHandler = (record: IncomingRecord, error: UnreadableRecord) => Promise<void>;

/**
 * An `EventConsumer` that also hands over what is no fact, so that nothing is dropped. The offset of such a record is committed once
 * `unreadable` resolved; without that handler the record is tried again for ever and its partition waits.
 */
export interface FactSource extends EventConsumer {
  start(group: string, topics: readonly string[], handler: FactHandler, unreadable?: UnreadableHandler): Promise<void>;
  /**
   * By topic, up to when everything that lay in the partitions of this member is taken, wall time in ms; none before the first look at
   * the broker. Absent where it is not looked at.
   */
  seenAt?(): ReadonlyMap<string, number>;
}
export const FACT_SOURCE = Symbol('FACT_SOURCE');

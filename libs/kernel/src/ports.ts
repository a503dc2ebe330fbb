import type { Fact } from './fact.js';

/**
 * Business time: deadlines, `occurredAt`, ages of work. The sandbox clock moves it forward.
 * Wall time (tokens, leases, time-outs, logs) is never read from here.
 */
export interface Clock {
  now(): Date;
}
export const CLOCK = Symbol('CLOCK');

/** A record as it goes to the broker; `value` is UTF-8 JSON. */
export type OutgoingRecord = Readonly<{ key: string; value: string; headers: Readonly<Record<string, string>> }>;

/** Where a record lies in a topic. `offset` is the broker's, as a bigint. */
export type PublishedTo = Readonly<{ partition: number; offset: bigint }>;

/** Publishes to one topic, in the order given; resolves when all replicas acknowledged. One call at a time. */
export interface EventPublisher {
  publish(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** The partition that a key goes to in this topic. */
  partitionOf(topic: string, key: string): Promise<number>;
  /** Headers of the last record of every non-empty partition: what the relay compares its checkpoint with. */
  lastRecords(topic: string): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>>;
  close(): Promise<void>;
}
export const EVENT_PUBLISHER = Symbol('EVENT_PUBLISHER');

/**
 * Delivers facts of topics to one handler, from the beginning for a new group, in order per key, at least once. The offset is committed
 * after the handler resolved; a rejected handler is called again with backoff while its partition is paused.
 */
export interface EventConsumer {
  start(group: string, topics: readonly string[], handler: (fact: Fact) => Promise<void>): Promise<void>;
  /** Stops intake and waits for the handler in flight. */
  stop(): Promise<void>;
}
export const EVENT_CONSUMER = Symbol('EVENT_CONSUMER');

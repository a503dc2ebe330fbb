import type { Fact, Instant } from '@guildhall/kernel';

/** What could not be handled: a fact in full, or the place of an own event in the log. */
export type ParkedPayload =
  Readonly<{ kind: 'fact'; fact: Fact }> | Readonly<{ kind: 'event'; stream: string; revision: string; position: string }>;

export type ParkedMessage = Readonly<{
  /** Id of the fact or event. */
  messageId: string;
  process: string;
  /** Order key: later messages of the same (process, key) queue behind the parked one. */
  key: string;
  reason: Readonly<{ code: string; message: string }>;
  parkedAt: Instant;
  payload: ParkedPayload;
}>;

/**
 * Parking by key, kept as events in `<service>.parked-<process>`. Operators list, retry or discard with a reason; each act is an event.
 * A retry drains the key in order; it stops at the first message that fails again.
 */
export interface Parking {
  /** True when messages of this (process, key) wait: the caller must park the next one as well. */
  isParked(process: string, key: string): boolean;
  park(message: Omit<ParkedMessage, 'parkedAt'>): Promise<void>;
  list(process?: string): readonly ParkedMessage[];
  /** Called by operators; `handle` is the process's own handler. Answers how many were drained. */
  retry(process: string, key: string, by: Readonly<{ accountId: string; reason: string }>): Promise<number>;
  discard(process: string, messageId: string, by: Readonly<{ accountId: string; reason: string }>): Promise<void>;
  /**
   * Registers how a process's parked messages are handled again. With `kind` it is the handler of that payload only, which goes before
   * a handler registered for all: facts are handed back to their consumer, own events to their runner.
   */
  onRetry(process: string, handle: (message: ParkedMessage) => Promise<void>, kind?: ParkedPayload['kind']): void;
}
export const PARKING = Symbol('PARKING');

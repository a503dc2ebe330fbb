import { randomUUID } from 'node:crypto';
import type { AppendResult, EventStoreDBClient } from '@eventstore/db-client';
import { freshName, noted } from './fixture.js';

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** What one write does to a stream: events, events of its metadata stream, and perhaps its end. */
export type Effect = Readonly<{ ids: readonly string[]; metadata: number; tombstone: number }>;
const NOTHING: Effect = { ids: [], metadata: 0, tombstone: 0 };

export type Acknowledged = Readonly<{ ids: readonly string[]; expected: bigint | 'no_stream'; answer: AppendResult }>;

// Credentials of its own make the client use the classic Append rpc; an insecure connection drops them before sending.
const CLASSIC = { credentials: { username: 'a', password: 'b' } };

/** One stream, written to by all means there are; knows what was acknowledged, and what was asked for when the server died. */
export class Lane {
  readonly stream = freshName('lane');
  readonly appends: Acknowledged[] = [];
  /** Sum of all that was acknowledged. */
  done: Effect = NOTHING;
  /** What no answer came to. */
  open: Effect = NOTHING;
  /** What the last write failed with: the client's word for it, or the error where it has none. */
  failure: unknown;
  /** Writes that were acknowledged. */
  writes = 0;
  #last: bigint | 'no_stream' = 'no_stream';
  #deleted = false;

  constructor(
    private readonly client: EventStoreDBClient,
    private readonly chance: () => number,
  ) {}

  /** Writes until the server dies or the stream is tombstoned. */
  async writeToTheEnd(): Promise<void> {
    while (this.done.tombstone === 0) {
      const act = this.#next();
      this.open = act.effect;
      try {
        await act.write();
      } catch (error) {
        this.failure = wordFor(error);
        return;
      }
      this.done = added(this.done, act.effect);
      this.open = NOTHING;
      this.writes += 1;
    }
  }

  #next(): Readonly<{ effect: Effect; write: () => Promise<void> }> {
    const dice = this.chance();
    if (this.#last !== 'no_stream' && !this.#deleted) {
      if (dice < 0.05) return { effect: { ...NOTHING, metadata: 1 }, write: () => this.#delete() };
      if (dice < 0.06) return { effect: { ...NOTHING, tombstone: 1 }, write: () => this.#tombstone() };
      if (dice < 0.12) return { effect: { ...NOTHING, metadata: 1 }, write: () => this.#describe() };
    }
    const ids = Array.from({ length: 1 + Math.floor(this.chance() * 5) }, () => randomUUID());
    // The append that revives a deleted stream rewrites its metadata first.
    return { effect: { ids, metadata: this.#deleted ? 1 : 0, tombstone: 0 }, write: () => this.#append(ids) };
  }

  async #append(ids: readonly string[]): Promise<void> {
    const expected = this.#last;
    const events = ids.map((id, n) => noted(n, id));
    const answer = await this.client.appendToStream(this.stream, events, {
      expectedRevision: this.chance() < 0.3 ? 'any' : expected,
      ...(this.chance() < 0.3 && CLASSIC),
    });
    this.appends.push({ ids, expected, answer });
    this.#last = answer.nextExpectedRevision;
    this.#deleted = false;
  }

  async #delete(): Promise<void> {
    await this.client.deleteStream(this.stream, { expectedRevision: this.#last === 'no_stream' ? 'any' : this.#last });
    this.#deleted = true;
  }

  async #tombstone(): Promise<void> {
    await this.client.tombstoneStream(this.stream);
  }

  async #describe(): Promise<void> {
    await this.client.setStreamMetadata(this.stream, { maxCount: 1 + Math.floor(this.chance() * 10) });
  }
}

/** The client's word for a failure; a call that finds nobody to connect to fails with the bare gRPC error, 14 is its "unavailable". */
function wordFor(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return error;
  if ('type' in error) return error.type;
  return 'code' in error && error.code === 14 ? 'unavailable' : error;
}

export const added = (one: Effect, other: Effect): Effect => ({
  ids: [...one.ids, ...other.ids],
  metadata: one.metadata + other.metadata,
  tombstone: one.tombstone + other.tombstone,
});

import { setTimeout as pause } from 'node:timers/promises';
import { newId, type DomainEvent } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore, NewEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, StoreUnavailable, WrongExpectedRevision } from '../store/store.errors.js';
import { runnerContext } from '../subscriptions/runner-context.js';

/** The one event of a lease's stream; `holder` names the instance, `takenAt` is wall time, UTC. */
export type LeaseTaken = DomainEvent<'LeaseTaken', { holder: string; takenAt: string }>;
export const LEASE_TAKEN = 'LeaseTaken';

const SCHEMA_VERSION = 1;

/** Pause between two looks at the lease's stream while it is watched, in ms. */
const WATCH_EVERY_MS = 2_000;

export type LeaseOptions = Readonly<{
  service: string;
  /** What the lease is for: `relay`, `projector`, `timers`. */
  runner: string;
  /** Names this instance to people, e.g. host and process id. */
  holder: string;
  /** Wall time (default: the machine's). */
  now?: () => Date;
}>;

/**
 * The right to be the one runner of a kind: the last event of `leases.<service>.<runner>`. The newest taker wins; its term is the revision
 * of that event, so terms only rise. A lease tells who should work; what a fenced runner may still do must be harmless by itself (relay:
 * checkpoint at the exact revision; projector: compare-and-set; timers: derived ids).
 */
export class Lease {
  private readonly fenced = new AbortController();

  private constructor(
    private readonly store: EventStore,
    readonly stream: string,
    /** Revision at which the lease was taken: the higher term wins. */
    readonly term: bigint,
  ) {}

  /**
   * Takes the lease from whoever holds it. A takeover that happens meanwhile is taken over in turn. Errors: `StoreUnavailable`, while
   * it is not known whether the lease was taken; calling again takes a new term.
   */
  static async take(store: EventStore, options: LeaseOptions): Promise<Lease> {
    const { service, runner, holder, now = () => new Date() } = options;
    const stream = `leases.${service}.${runner}`;
    const id = newId();
    const takenAt = now().toISOString();
    const metadata = metadataOf(runnerContext(`${service}.${runner}`, id, takenAt), SCHEMA_VERSION);
    const event: NewEvent = { id, type: LEASE_TAKEN, data: { holder, takenAt }, metadata };
    for (;;) {
      const last = await store.readLast(stream);
      // An append whose outcome was unknown had happened after all.
      if (last?.id === id) return new Lease(store, stream, last.revision);
      try {
        const { revision } = await store.append(stream, last?.revision ?? 'no_stream', [event]);
        return new Lease(store, stream, revision);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
      }
    }
  }

  /** Fires once a newer term is known. */
  get lost(): AbortSignal {
    return this.fenced.signal;
  }

  /** False once a newer term is known; true is what this instance believes, see `verify`. */
  get isHeld(): boolean {
    return !this.fenced.signal.aborted;
  }

  /** Looks at the stream: true while no newer term is there. A lost lease stays lost. Errors: `StoreUnavailable`. */
  async verify(): Promise<boolean> {
    if (!this.isHeld) return false;
    const last = await this.store.readLast(this.stream);
    // No event at all: the log was lost or replaced, and with it the term.
    if (last?.revision !== this.term) this.fenced.abort();
    return this.isHeld;
  }

  /** Verifies every `everyMs` (default 2,000) until the lease is lost or `signal` aborts. A store that is away fences nobody. */
  async watch(signal: AbortSignal, everyMs = WATCH_EVERY_MS): Promise<void> {
    while (!signal.aborted) {
      try {
        if (!(await this.verify())) return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
      }
      await pause(everyMs, undefined, { signal, ref: false }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    }
  }
}

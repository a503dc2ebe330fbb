import { newId } from '@guildhall/kernel';
import { metadataOf } from '../commands/metadata.js';
import type { EventStore, ExpectedRevision, StoredEvent } from '../store/event-store.port.js';
import { OutcomeUnknown, WrongExpectedRevision } from '../store/store.errors.js';
import { runnerContext } from '../subscriptions/runner-context.js';
import { LEASE_SCHEMA_VERSION, type LeaseEvent } from './lease.events.js';

/** The stream of one lease, `leases.<service>.<runner>`: outside every service prefix, so that no runner wakes itself. */
export class LeaseStream {
  readonly name: string;

  constructor(
    private readonly store: EventStore,
    private readonly service: string,
    private readonly runner: string,
  ) {
    this.name = `leases.${service}.${runner}`;
  }

  /** Throws `StoreUnavailable`. */
  last(): Promise<StoredEvent | null> {
    return this.store.readLast(this.name);
  }

  /** Renewals would fill the log for ever: only the last one is kept. */
  keepLastOnly(): Promise<void> {
    return this.store.setMaxCount(this.name, 1);
  }

  /**
   * Appends at the exact revision; answers the event's own, or null where another event came first. Throws `StoreUnavailable` while it
   * is not known whether it was written.
   */
  async append(expected: ExpectedRevision, event: LeaseEvent, at: string, id: string = newId()): Promise<bigint | null> {
    const metadata = metadataOf(runnerContext(`${this.service}.${this.runner}`, id, at), LEASE_SCHEMA_VERSION);
    for (;;) {
      try {
        return (await this.store.append(this.name, expected, [{ id, ...event, metadata }])).revision;
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision || error instanceof OutcomeUnknown)) throw error;
      }
      const last = await this.last();
      if (last?.id === id) return last.revision;
      if ((last?.revision ?? 'no_stream') !== expected) return null;
    }
  }
}

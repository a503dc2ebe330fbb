import { jsonEvent } from '@eventstore/db-client';
import { pauseFor } from '../subscriptions/backoff.js';
import type { AppendResult, ExpectedRevision, NewEvent } from './event-store.port.js';
import type { HeldClient } from './eventstoredb.clients.js';
import { appendError, isStuckClient } from './eventstoredb.errors.js';
import { Gate } from './gate.js';
import { OutcomeUnknown, StoreUnavailable } from './store.errors.js';

/**
 * Appends in flight at once. The client (6.2.1) writes all appends to one stream whose buffer takes 16 messages; what waits for more
 * room when the connection breaks becomes an unhandled rejection inside the client and ends the process. 15 never wait.
 */
const MAX_IN_FLIGHT = 15;

/** A stream that is cancelled says so at once; one that ended unread never does, and no append is to wait for it. In ms. */
const CANCELLED_MS = 1_000;

/**
 * The appends of a process over its clients. The library keeps one map of waiting appends for all clients: the end of one client's
 * stream rejects the appends of every other and forgets them, and an answer that comes later ends the process.
 */
export class Appends {
  private readonly gate = new Gate(MAX_IN_FLIGHT);
  /** What was given up as unknown and may still be answered. */
  private readonly overdue = new Set<Promise<void>>();

  /** `held`: the client of the moment, null after the end; `stuck` is told of one that never recovers. `deadlineMs`: for one answer. */
  constructor(
    private readonly held: () => HeldClient | null,
    private readonly stuck: (client: HeldClient) => void,
    private readonly deadlineMs: number,
  ) {}

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    const jsonEvents = events.map(({ id, type, data, metadata }) =>
      jsonEvent({ id, type, data: data as Record<string, unknown>, metadata: metadata as Record<string, unknown> }),
    );
    try {
      return await this.through(`Append to ${stream}`, async ({ client, claims }) => {
        if (expected === 'no_stream') await claims.claim(client, stream);
        const { nextExpectedRevision, position } = await client.appendToStream(stream, jsonEvents, {
          expectedRevision: expected,
        });
        return { revision: nextExpectedRevision, position: position?.commit ?? -1n };
      });
    } catch (error) {
      throw appendError(stream, expected, error);
    }
  }

  /** Runs work that appends by itself, as writing metadata does; errors are the client's own. */
  through<T>(what: string, work: (held: HeldClient) => Promise<T>): Promise<T> {
    return this.gate.through(async () => {
      const held = this.held();
      if (!held) throw new StoreUnavailable('The event store is closed');
      const answer = Promise.withResolvers<T>();
      const settled = work(held).then(answer.resolve, (error: unknown) => {
        if (isStuckClient(error)) this.stuck(held);
        answer.reject(error);
      });
      // The client's own call has no deadline: a server that stops answering would hold it for ever.
      const deadline = setTimeout(() => {
        this.overdue.add(settled);
        void settled.then(() => this.overdue.delete(settled));
        answer.reject(new OutcomeUnknown(`${what}: no answer within ${this.deadlineMs} ms`));
      }, this.deadlineMs);
      const { release } = held.hold();
      try {
        return await answer.promise;
      } finally {
        clearTimeout(deadline);
        release();
      }
    });
  }

  /** Closes a client that was replaced, when nothing runs on it and no append of another is on its way; never rejects. */
  async retire(former: HeldClient): Promise<void> {
    await former.ended();
    let retired = false;
    while (!retired) {
      await Promise.all(this.overdue);
      retired = await this.gate.alone(async () => {
        if (this.overdue.size > 0) return false;
        await disposed(former);
        return true;
      });
    }
  }
}

const disposed = async ({ client }: HeldClient): Promise<void> => {
  const over = new AbortController();
  await Promise.race([client.dispose(), pauseFor(CANCELLED_MS, over.signal)]);
  over.abort();
};

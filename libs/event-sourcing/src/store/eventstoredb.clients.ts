import { EventStoreDBClient } from '@eventstore/db-client';
import { Latch } from '../subscriptions/latch.js';
import { StreamClaims, userOf } from './stream-access.js';

/** One client with what runs on it. */
export class HeldClient {
  readonly client: EventStoreDBClient;
  readonly claims: StreamClaims;
  /** Aborts when another client takes over: what would never end by itself has to begin anew there. */
  readonly leaving: AbortSignal;
  private readonly leave = new AbortController();
  private readonly idle = new Latch();
  private running = 0;

  constructor(readonly url: string) {
    this.client = EventStoreDBClient.connectionString(url);
    this.claims = new StreamClaims(userOf(url));
    this.leaving = this.leave.signal;
  }

  /** Until `release` the client is not closed. */
  hold(): { release: () => void } {
    this.running += 1;
    return { release: () => this.release() };
  }

  /** Ends subscriptions and resolves when nothing runs on it any more. */
  async ended(): Promise<void> {
    this.leave.abort();
    while (this.running > 0) await this.idle.wait();
  }

  private release(): void {
    this.running -= 1;
    if (this.running === 0) this.idle.open();
  }
}

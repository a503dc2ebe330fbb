import type { EventStore } from '@guildhall/event-sourcing';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../telemetry/logger.js';

const EVERY_MS = 1_000;
/** Failed probes between two lines of the log: one line each five seconds or so is enough to see what is waited for. */
const LINES_EVERY = 5;

/** Asks the event store once a second whether it is there: the condition of readiness of role api. */
export class StoreProbe {
  private failure: string | null = 'not asked yet';
  private failures = 0;
  private markReached: () => void = () => undefined;
  /** Resolves when the store answered for the first time. */
  readonly reached: Promise<void> = new Promise((resolve) => (this.markReached = resolve));
  private asking: Promise<void> | null = null;
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: EventStore,
    /** A stream of the service: reading its last event costs one small read. */
    private readonly stream: string,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.asking = this.askForEver();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.asking;
  }

  /** Null while the store answers, else a sentence. */
  readonly condition = (): string | null => this.failure;

  private async askForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.ask();
      await pause(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  private async ask(): Promise<void> {
    try {
      await this.store.readLast(this.stream);
      if (this.failures > 0) this.logger.info({ tries: this.failures }, 'event store is there');
      this.failure = null;
      this.failures = 0;
      this.markReached();
    } catch (error) {
      this.failure = 'event store does not answer';
      if (this.failures % LINES_EVERY === 0) this.logger.warn({ reason: String(error) }, 'waiting for the event store');
      this.failures += 1;
    }
  }
}

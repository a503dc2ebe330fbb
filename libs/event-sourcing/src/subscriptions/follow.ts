import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { backoffMs, OUTAGE_BACKOFF, pauseFor } from './backoff.js';
import { Fenced } from './fenced.js';
import { Latch } from './latch.js';

/** Events that had arrived, in `$all` order; everything up to `position` is examined when they are handled. */
export type FollowedBatch = Readonly<{
  events: readonly StoredEvent[];
  position: bigint;
  /** Checkpoint messages of the filter since the last batch: each stands for a window of events of others that passed. */
  windowsPassed: number;
}>;

/** Told of each failed try, for logs and metrics. `where`: the subscription itself or the handler. */
export type OnFault = (fault: Readonly<{ where: 'subscription' | 'handler'; error: unknown; attempt: number }>) => void;

export type FollowOptions = Readonly<{
  store: EventStore;
  prefixes: readonly string[];
  /** Last handled position, exclusive; omitted: from the beginning. */
  after?: bigint | undefined;
  signal?: AbortSignal;
  /** A rejection is repeated with backoff without limit; only `Fenced` ends the follower. Parking is the handler's business. */
  handle(batch: FollowedBatch): Promise<void>;
  /** Events in one batch at most, default 500. A batch is what has arrived: never waited for. */
  maxBatch?: number;
  /** A connected subscription that stays silent this long (ms, default 20,000) while the head moved on is restarted. */
  stallMs?: number;
  onFault?: OnFault;
}>;

/** How a runner stands. `lagSeconds`: since the store wrote the next unhandled event; 0 if none is known. Wall time, ms since 1970. */
export type Progress = Readonly<{
  position: bigint | null;
  lagSeconds: number;
  heartbeatAt: number;
  advancedAt: number;
  state: 'connecting' | 'catching-up' | 'live' | 'paused' | 'stopped';
}>;

/** Follows `$all` for ever; made by `follow`. */
export interface Follower {
  progress(): Progress;
  /** Resolves when everything that was there at the first connection has been handled. */
  readonly caughtUp: Promise<void>;
  /** Resolves when it has stopped; rejects with `Fenced`. */
  readonly done: Promise<void>;
  pause(): void;
  resume(): void;
  /** Stops intake and waits for the batch in flight. */
  stop(): Promise<void>;
}

const HEARTBEAT_MS = 1_000;

class AllFollower implements Follower {
  readonly caughtUp: Promise<void>;
  readonly done: Promise<void>;
  private readonly stopping = new AbortController();
  private readonly work = new Latch();
  private readonly room = new Latch();
  private readonly queue: StoredEvent[] = [];
  private readonly maxBatch: number;
  private received: bigint | undefined;
  private handled: bigint | undefined;
  private inFlight: readonly StoredEvent[] = [];
  private windows = 0;
  private connection: AbortController | null = null;
  private caughtUpSeen = false;
  private live = false;
  private paused = false;
  private ended = false;
  private heartbeatAt = Date.now();
  private advancedAt = Date.now();
  private messageAt = Date.now();
  private markCaughtUp: () => void = () => undefined;

  constructor(private readonly options: FollowOptions) {
    this.maxBatch = options.maxBatch ?? 500;
    this.received = this.handled = options.after;
    this.caughtUp = new Promise((resolve) => (this.markCaughtUp = resolve));
    const abort = (): void => this.abort();
    if (options.signal?.aborted) abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    this.done = this.run().finally(() => options.signal?.removeEventListener('abort', abort));
    // Whoever cares awaits `done` or `stop`; a fenced follower must not end the process on its own.
    this.done.catch(() => undefined);
  }

  progress(): Progress {
    const next = this.inFlight[0] ?? this.queue[0];
    const lagSeconds = next ? Math.max(0, (Date.now() - Date.parse(next.recordedAt)) / 1000) : 0;
    const { heartbeatAt, advancedAt } = this;
    return { position: this.handled ?? null, lagSeconds, heartbeatAt, advancedAt, state: this.state() };
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.work.open();
  }

  async stop(): Promise<void> {
    this.abort();
    await this.done;
  }

  private state(): Progress['state'] {
    if (this.ended) return 'stopped';
    if (this.paused) return 'paused';
    if (!this.connection) return 'connecting';
    return this.live ? 'live' : 'catching-up';
  }

  private abort(): void {
    this.stopping.abort();
    this.connection?.abort();
    this.work.open();
    this.room.open();
  }

  private async run(): Promise<void> {
    const watch = setInterval(() => void this.watch(), HEARTBEAT_MS);
    watch.unref();
    const reading = this.readForEver();
    try {
      await this.handleForEver();
    } finally {
      this.abort();
      await reading;
      clearInterval(watch);
      this.ended = true;
    }
  }

  private async readForEver(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const before = this.received;
      try {
        await this.readUntilLost();
      } catch (error) {
        if (!signal.aborted) this.options.onFault?.({ where: 'subscription', error, attempt });
      } finally {
        this.connection = null;
      }
      if (this.received !== before) attempt = 1;
      if (!signal.aborted) await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
    }
  }

  private async readUntilLost(): Promise<void> {
    const { store, prefixes } = this.options;
    const connection = new AbortController();
    this.connection = connection;
    this.messageAt = Date.now();
    const from = this.received === undefined ? {} : { after: this.received };
    for await (const message of store.subscribeAll({ ...from, prefixes }, connection.signal)) {
      this.messageAt = this.heartbeatAt = Date.now();
      switch (message.kind) {
        case 'event':
          this.queue.push(message.event);
          this.received = message.event.position;
          break;
        case 'checkpoint':
          this.received = message.position;
          this.windows += 1;
          break;
        case 'caught-up':
          this.caughtUpSeen = true;
          break;
      }
      this.work.open();
      while (this.queue.length >= this.maxBatch * 4 && !connection.signal.aborted) await this.room.wait();
      if (connection.signal.aborted) return;
    }
  }

  private async handleForEver(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      if (this.paused || !this.hasWork()) {
        await this.work.wait();
        continue;
      }
      const events = this.queue.splice(0, this.maxBatch);
      this.room.open();
      const position = this.queue.length > 0 ? events.at(-1)?.position : this.received;
      const windowsPassed = this.windows;
      this.windows = 0;
      this.inFlight = events;
      if (position !== undefined && position !== this.handled) await this.handleUntilDone({ events, position, windowsPassed });
      if (signal.aborted && this.handled !== position) return;
      this.inFlight = [];
      if (this.caughtUpSeen && this.queue.length === 0) {
        this.live = true;
        this.markCaughtUp();
      }
    }
  }

  private hasWork(): boolean {
    return this.queue.length > 0 || this.received !== this.handled || (this.caughtUpSeen && !this.live);
  }

  private async handleUntilDone(batch: FollowedBatch): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await this.options.handle(batch);
        this.handled = batch.position;
        this.advancedAt = this.heartbeatAt = Date.now();
        return;
      } catch (error) {
        if (error instanceof Fenced) throw error;
        this.options.onFault?.({ where: 'handler', error, attempt });
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
      }
    }
  }

  /** The heartbeat of a quiet store, and the restart of a subscription that says nothing while the head moves on. */
  private async watch(): Promise<void> {
    const connection = this.connection;
    if (!connection) return;
    this.heartbeatAt = Date.now();
    if (Date.now() - this.messageAt < (this.options.stallMs ?? 20_000)) return;
    this.messageAt = Date.now();
    const before = this.received;
    try {
      const head = await this.options.store.head(this.options.prefixes);
      const silent = this.received === before && this.queue.length === 0;
      if (silent && head !== null && head > (before ?? -1n)) connection.abort();
    } catch (error) {
      this.options.onFault?.({ where: 'subscription', error, attempt: 1 });
      connection.abort();
    }
  }
}

/**
 * Follows `$all` from `after`, exclusive: hands over what has arrived, in order, one batch at a time; restarts with backoff when the
 * store goes away; stops on the signal. At least once: after a restart of the process it begins at the `after` it is given.
 */
export const follow = (options: FollowOptions): Follower => new AllFollower(options);

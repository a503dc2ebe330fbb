import type { Instant } from '@guildhall/kernel';
import type { EventStore, StoredEvent } from '../store/event-store.port.js';
import { follow, type Follower, type OnFault, type Progress } from '../subscriptions/follow.js';
import type { ProcessEvent } from './process.events.js';

/** A timer that has been started and neither fired nor cancelled; `started` is its event in the process's stream. */
export type PendingTimer = Readonly<{
  timerId: string;
  process: string;
  key: string;
  name: string;
  timerKey: string;
  dueAt: Instant;
  data: object;
  started: StoredEvent;
}>;

/** A process that waits for an operator: why and since when (business time of the last escalation). */
export type EscalatedProcess = Readonly<{ process: string; key: string; codes: readonly string[]; since: Instant }>;

/** Type of the event that moves business time (`<service>.clock-sandbox`). */
const CLOCK_MOVED = 'SandboxClockMoved';

export type ProcessBoardOptions = Readonly<{ store: EventStore; service: string; onFault?: OnFault }>;

/** What the process streams of a service say, held in memory from the log: pending timers and escalated processes. */
export class ProcessBoard {
  private readonly timers = new Map<string, PendingTimer>();
  private readonly escalations = new Map<string, EscalatedProcess>();
  private readonly listeners = new Set<(started: PendingTimer | null) => void>();
  private follower: Follower | null = null;

  constructor(private readonly options: ProcessBoardOptions) {}

  /** Reads the process streams from the beginning; resolves when the head seen at start is reached. */
  async start(signal?: AbortSignal): Promise<void> {
    const { store, service, onFault } = this.options;
    const prefixes = [`${service}.process-`, `${service}.clock-`];
    const handle = async ({ events }: { events: readonly StoredEvent[] }): Promise<void> =>
      events.forEach((event) => this.see(event));
    this.follower = follow({ store, prefixes, handle, ...(signal && { signal }), ...(onFault && { onFault }) });
    await Promise.race([this.follower.caughtUp, this.follower.done]);
  }

  async stop(): Promise<void> {
    await this.follower?.stop();
  }

  /** Null before `start`. */
  progress(): Progress | null {
    return this.follower?.progress() ?? null;
  }

  /** Earliest first. */
  pendingTimers(): readonly PendingTimer[] {
    return [...this.timers.values()].sort((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt));
  }

  /** In no order; for counting. */
  everyTimer(): Iterable<PendingTimer> {
    return this.timers.values();
  }

  isPending(timerId: string): boolean {
    return this.timers.has(timerId);
  }

  escalated(): readonly EscalatedProcess[] {
    return [...this.escalations.values()];
  }

  /** Told of each timer that is started, and with null when business time moved. */
  onChange(listener: (started: PendingTimer | null) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Fired or parked by this instance: forgotten before its event comes back from the log. */
  settle(timerId: string): void {
    this.timers.delete(timerId);
  }

  private see(stored: StoredEvent): void {
    if (stored.type === CLOCK_MOVED) return this.tell(null);
    const event = stored as StoredEvent & ProcessEvent;
    switch (event.type) {
      case 'TimerStarted': {
        const timer = { ...event.data, started: event };
        this.timers.set(timer.timerId, timer);
        return this.tell(timer);
      }
      case 'TimerCancelled':
        return event.data.timerIds.forEach((timerId) => this.settle(timerId));
      case 'InputTaken':
        return this.settle(event.data.frame.id);
      case 'Escalated': {
        const { process, key, code } = event.data;
        const codes = [...(this.escalations.get(event.stream)?.codes ?? []), code];
        this.escalations.set(event.stream, { process, key, codes, since: event.metadata.occurredAt });
        return;
      }
      case 'RetryOrdered':
      case 'ProcessAdvanced':
        this.escalations.delete(event.stream);
        return;
      case 'CommandOrdered':
        return;
    }
  }

  private tell(started: PendingTimer | null): void {
    for (const listener of this.listeners) listener(started);
  }
}

import { topicOf } from '@guildhall/event-catalogue';
import { pauseFor, toldStanding, type EventStore, type ReadModelStore } from '@guildhall/event-sourcing';
import type { ServiceName } from '@guildhall/kernel';
import type { TopicReader } from '@guildhall/messaging';
import { Arrivals } from './arrivals.js';
import { canaryStreamOf } from './canary-stream.js';

/** Between two looks, in ms. The broker is asked less often: that costs a connection. */
const EVERY_MS = { log: 5_000, readModels: 5_000, topic: 10_000 } as const;

export type CanaryWatchOptions = Readonly<{
  service: ServiceName;
  readModels: readonly string[];
  log: EventStore;
  documents: Pick<ReadModelStore, 'checkpoints'>;
  topics: Pick<TopicReader, 'bounds'>;
  nowMs(): number;
  /** Told of what could not be looked at. */
  onFault(error: unknown): void;
}>;

/**
 * Sees from outside whether what a service writes arrives: a read model has a canary when its stored checkpoint has passed it and queries
 * may read it; the service's topic when the relay has passed it, as told with its lease, and the broker answered for the topic since. Runs
 * under the lease of the timers, so one process of the service looks; a sink that cannot be asked ages.
 */
export class CanaryWatch {
  private readonly arrivals: Arrivals;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CanaryWatchOptions) {
    const { readModels, service, nowMs } = options;
    this.arrivals = new Arrivals([...readModels, topicOf(service)], nowMs());
  }

  start(): void {
    // Each by itself: a database that does not answer must not keep the topic from being looked at.
    this.running = Promise.all([
      this.repeat(EVERY_MS.log, () => this.lookAtLog()),
      this.repeat(EVERY_MS.readModels, () => this.lookAtReadModels()),
      this.repeat(EVERY_MS.topic, () => this.lookAtTopic()),
    ]);
  }

  /** Waits for no answer: a look changes nothing. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** Age in seconds of the newest canary that each read model and the service's topic have. */
  ages(): ReadonlyMap<string, number> {
    return this.arrivals.ages(this.options.nowMs());
  }

  /** One look at everything; does not reject. */
  async look(): Promise<void> {
    await this.try(() => this.lookAtLog());
    await Promise.all([this.try(() => this.lookAtReadModels()), this.try(() => this.lookAtTopic())]);
  }

  private async lookAtLog(): Promise<void> {
    const { log, service, nowMs } = this.options;
    const at = nowMs();
    const last = await log.readLast(canaryStreamOf(service));
    if (last) this.arrivals.sentOut({ position: last.position, at });
  }

  private async lookAtReadModels(): Promise<void> {
    const { documents, readModels } = this.options;
    for (const { name, state, position } of await documents.checkpoints(readModels))
      if (state === 'live') this.arrivals.reached(name, position);
  }

  private async lookAtTopic(): Promise<void> {
    const { log, service, topics, nowMs } = this.options;
    const topic = topicOf(service);
    const standings = await toldStanding(log, { service, runner: 'relay', nowMs: nowMs() });
    const relay = standings.find(({ runner, state }) => runner === 'relay' && state === 'live');
    if (!relay || relay.position === null) return;
    await topics.bounds(topic);
    this.arrivals.reached(topic, relay.position);
  }

  private async try(look: () => Promise<void>): Promise<void> {
    try {
      await look();
    } catch (error) {
      this.options.onFault(error);
    }
  }

  private async repeat(everyMs: number, look: () => Promise<void>): Promise<void> {
    const { signal } = this.stopping;
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!signal.aborted) {
      await pauseFor(everyMs, signal);
      if (!signal.aborted) await Promise.race([this.try(look), stopped]);
    }
  }
}

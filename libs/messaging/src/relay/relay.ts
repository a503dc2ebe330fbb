import { topicOf } from '@guildhall/event-catalogue';
import { backoffMs, Fenced, OUTAGE_BACKOFF, pauseFor, storeEpoch, type EventStore } from '@guildhall/event-sourcing';
import type { EventPublisher, ServiceName } from '@guildhall/kernel';
import { settledWithin } from '../consuming/within.js';
import { FactMappings, type FactMapping } from '../facts/fact-mapping.js';
import { UnpublishableFact } from '../facts/record.errors.js';
import { noLog, type Log } from '../observing/log.js';
import { noMeter, type Meter } from '../observing/meter.js';
import type { Batching } from './outbox.js';
import { RelayCheckpoint } from './relay-checkpoint.js';
import { planOf } from './relay-marks.js';
import { ageSeconds, RelaySession, type CheckpointPolicy } from './relay-session.js';
import { LogDiverged } from './relay.errors.js';
import { positionsInTopic } from './topic-check.js';

/** While it only asks the broker, a relay that is stopped has nothing to lose. */
const CONNECTING_MS = 500;

export type RelayOptions = Readonly<{
  service: ServiceName;
  /** Default: the service's topic in the registry. */
  topic?: string;
  /** The log as it is stored: encrypted fields stay envelopes (`codedStore` without decryption), events are upcast. */
  store: EventStore;
  publisher: EventPublisher;
  mappings: readonly FactMapping[];
  /** Term of the lease `leases.<service>.relay`: the higher one wins. */
  term: bigint;
  /** Default 5 ms and 1,000 records. */
  batching?: Batching;
  /** Default 1 s or 5,000 records, whichever comes first; and on stop. */
  saving?: CheckpointPolicy;
  /** A further stream that is read along and told of nothing: it shows that the relay still hears of what is written. */
  canary?: string;
  meter?: Meter;
  log?: Log;
}>;

/**
 * How the relay stands. `position`: all facts up to it lie in the topic, null while not known; `lagSeconds` of wall time since the store
 * wrote the next unpublished event, 0 if none is known; `epoch` of the store, null while not known.
 */
export type RelayProgress = Readonly<{
  state: 'connecting' | 'live' | 'stopped' | 'fenced' | 'diverged' | 'unpublishable';
  position: bigint | null;
  pending: number;
  lagSeconds: number;
  epoch: number | null;
}>;

/**
 * The only producer of a service's topic (architecture.md §4, patterns.md P7): tails `$all` of its own prefix, tells each stored event as
 * at most one fact, in order. It starts by comparing checkpoint and topic, so a kill between the two repeats nothing and leaves no hole,
 * and a lost topic or torn tail is published again; after a failed send it compares again. Outages are repeated without limit. It ends
 * with `Fenced` (a newer term took over), `LogDiverged` or `UnpublishableFact`.
 */
export class Relay {
  private readonly topic: string;
  private readonly mappings: FactMappings;
  private readonly stopping = new AbortController();
  private session: RelaySession | null = null;
  private state: RelayProgress['state'] = 'connecting';
  private position: bigint | null = null;
  private epoch: number | null = null;
  /** While the relay is not connected: since when the oldest known fact waits. */
  private waitingSince: number | null = null;
  private running: Promise<void> | null = null;
  private readonly meter: Meter;
  private readonly log: Log;

  constructor(private readonly options: RelayOptions) {
    this.topic = options.topic ?? topicOf(options.service);
    this.mappings = new FactMappings(options.mappings);
    this.meter = options.meter ?? noMeter;
    this.log = options.log ?? noLog;
  }

  /** Begins; answers at once. Resolves `done` after `stop`, rejects it with what ended the relay for good. */
  start(): void {
    this.running ??= this.runForEver();
    // Whoever cares awaits `done`; a fenced relay must not end the process on its own.
    this.running.catch(() => undefined);
  }

  get done(): Promise<void> {
    return this.running ?? Promise.resolve();
  }

  progress(): RelayProgress {
    const position = this.session ? this.session.position : this.position;
    return {
      state: this.state,
      position,
      pending: this.session?.pending ?? 0,
      lagSeconds: ageSeconds(this.session ? this.session.waitingSince : this.waitingSince),
      epoch: this.epoch,
    };
  }

  /**
   * Finishes the send under way, saves the checkpoint and ends; does not reject. A send that the broker does not answer is waited for
   * `deadlineMs` at most (default 5,000): the next start finds in the topic what became of it.
   */
  async stop(deadlineMs = 5_000): Promise<void> {
    this.stopping.abort();
    const waits = this.session ? deadlineMs : Math.min(deadlineMs, CONNECTING_MS);
    if ((await settledWithin(this.done, waits)) === 'late')
      this.log.warn({ topic: this.topic }, 'Relay stopped while the broker did not answer');
  }

  private async runForEver(): Promise<void> {
    const { signal } = this.stopping;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const before = this.position;
      try {
        await this.runOnce(signal);
      } catch (error) {
        const end = endOf(error);
        if (end) return this.endWith(end, error);
        this.state = 'connecting';
        this.log.warn(
          { topic: this.topic, attempt, error: String(error) },
          'Relay was interrupted and compares with its topic again',
        );
      }
      if (this.position !== before) attempt = 1;
      await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
    }
    this.state = 'stopped';
  }

  private async runOnce(signal: AbortSignal): Promise<void> {
    const { service, store, publisher, term, batching, saving, canary } = this.options;
    const { topic, mappings, meter, log } = this;
    const epoch = await storeEpoch(store);
    this.epoch = epoch;
    const checkpoint = new RelayCheckpoint(store, service, term, epoch);
    const marks = await checkpoint.claim();
    // What the checkpoint says is in the topic; the topic itself may not be reached for long.
    this.position ??= marks.position;
    const inTopic = await positionsInTopic({ service, topic, store, mappings, epoch }, await publisher.lastRecords(topic));
    if (signal.aborted) return;
    const plan = planOf(marks, inTopic);
    if (plan.republishing.length > 0)
      log.warn({ topic, partitions: plan.republishing }, 'Topic is behind its checkpoint: published again');
    this.session = new RelaySession(
      {
        prefixes: [`${service}.`, ...(canary === undefined ? [] : [canary])],
        topic,
        store,
        publisher,
        mappings,
        epoch,
        checkpoint,
        meter,
        log,
        batching: batching ?? { maxAgeMs: 5, maxRecords: 1_000 },
        saving: saving ?? { everyMs: 1_000, everyRecords: 5_000 },
      },
      plan,
      marks,
      signal,
    );
    this.state = 'live';
    try {
      await this.session.run();
    } finally {
      this.position = this.session.position;
      this.waitingSince = this.session.waitingSince;
      this.session = null;
    }
  }

  private endWith(end: 'fenced' | 'diverged' | 'unpublishable', error: unknown): never {
    this.state = end;
    this.log.error({ topic: this.topic, end, error: String(error) }, 'Relay stopped');
    throw error;
  }
}

const endOf = (error: unknown): 'fenced' | 'diverged' | 'unpublishable' | null => {
  if (error instanceof Fenced) return 'fenced';
  if (error instanceof LogDiverged) return 'diverged';
  return error instanceof UnpublishableFact ? 'unpublishable' : null;
};

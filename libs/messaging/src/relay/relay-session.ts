import { SpanKind } from '@opentelemetry/api';
import {
  checkpointDue,
  EVENTS_PER_WINDOW,
  follow,
  type EventStore,
  type FollowedBatch,
  type Follower,
  type StoredEvent,
} from '@guildhall/event-sourcing';
import type { EventPublisher, OutgoingRecord } from '@guildhall/kernel';
import type { FactMapping, FactMappings } from '../facts/fact-mapping.js';
import { HEADER } from '../facts/headers.js';
import { recordOf } from '../facts/record-of.js';
import { UnpublishableFact } from '../facts/record.errors.js';
import { inLinkedSpan } from '../observing/linked-span.js';
import type { Log } from '../observing/log.js';
import { MESSAGING_METRICS, type Meter } from '../observing/meter.js';
import { MOST_BYTES, Outbox, sizeOf, type Batching, type Waiting } from './outbox.js';
import type { RelayCheckpoint } from './relay-checkpoint.js';
import type { RelayMarks, RelayPlan } from './relay-marks.js';

/** When the checkpoint is saved under load: it only shortens the next start's reading, which skips by the topic's own last records. */
export type CheckpointPolicy = Readonly<{ everyMs: number; everyRecords: number }>;

export type SessionOptions = Readonly<{
  /** Streams that are read; the first prefix is the service's. */
  prefixes: readonly string[];
  topic: string;
  store: EventStore;
  publisher: EventPublisher;
  mappings: FactMappings;
  /** Of the store, told in each record. */
  epoch: number;
  checkpoint: RelayCheckpoint;
  batching: Batching;
  saving: CheckpointPolicy;
  meter: Meter;
  log: Log;
}>;

/**
 * One run of the relay from a plan to its first failure: reading fills the outbox while the last batch is under way; one send is
 * outstanding, so the order per key holds. Any failed send ends the session, because what lies in the topic must be asked again.
 */
export class RelaySession {
  private readonly outbox: Outbox;
  private readonly follower: Follower;
  private readonly partitions: Map<number, bigint>;
  private readonly republishing: ReadonlyMap<number, bigint>;
  private readonly checkpointed: bigint | null;
  private reached: bigint | null;
  private examined: bigint | null = null;
  private unpublishable: UnpublishableFact | null = null;
  private readonly ending = new AbortController();
  private readonly signal: AbortSignal;
  private unsaved = 0;
  private passed = 0;
  private savedAt = Date.now();

  constructor(
    private readonly options: SessionOptions,
    private readonly plan: RelayPlan,
    marks: RelayMarks,
    stop: AbortSignal,
  ) {
    this.outbox = new Outbox(options.batching);
    this.checkpointed = marks.position;
    this.reached = plan.after;
    this.signal = AbortSignal.any([stop, this.ending.signal]);
    this.partitions = new Map(marks.partitions);
    for (const [partition, last] of plan.inTopic) this.raise(partition, last);
    this.republishing = new Map(plan.republishing.map((partition) => [partition, marks.partitions.get(partition) ?? -1n]));
    this.signal.addEventListener('abort', () => this.outbox.wake(), { once: true });
    this.follower = follow({
      store: options.store,
      prefixes: options.prefixes,
      after: plan.after ?? undefined,
      maxBatch: options.batching.maxRecords,
      signal: this.signal,
      handle: (batch) => this.read(batch),
      onFault: ({ where, error, attempt }) => options.log.debug({ where, attempt, error: String(error) }, 'Relay reads again'),
    });
  }

  /** What goes into the checkpoint; while a torn partition is published again, it is not pulled back to there. */
  get marks(): RelayMarks {
    const position = (this.reached ?? -1n) > (this.checkpointed ?? -1n) ? this.reached : this.checkpointed;
    return { position, partitions: new Map(this.partitions) };
  }

  /** Everything up to here lies in the topic; null: nothing was read yet. */
  get position(): bigint | null {
    return this.reached;
  }

  get pending(): number {
    return this.outbox.size;
  }

  /** When the store wrote the oldest fact that is not acknowledged (wall time, ms), null if none is known. */
  get waitingSince(): number | null {
    const oldest = this.outbox.oldest;
    if (oldest) return Date.parse(oldest.recordedAt);
    const { lagSeconds } = this.follower.progress();
    return lagSeconds > 0 ? Date.now() - lagSeconds * 1_000 : null;
  }

  /** Resolves after an ordered stop; rejects with what ended the session. The checkpoint is saved either way, unless that is what failed. */
  async run(): Promise<void> {
    try {
      while (!this.signal.aborted) await this.step();
      if (this.unsaved > 0) await this.save();
    } finally {
      this.ending.abort();
      await this.follower.stop();
    }
  }

  private async step(): Promise<void> {
    if (this.outbox.size > 0) await this.send(await this.outbox.take(this.signal));
    else if (this.unpublishable) throw this.unpublishable;
    else await this.rest();
    if (this.isSaveDue()) await this.save();
  }

  /** Nothing to send: wakes for the next record, or when the checkpoint falls due. */
  private async rest(): Promise<void> {
    this.advance();
    const { everyMs } = this.options.saving;
    if (this.isSaveDue()) return;
    await this.outbox.change(this.unsaved > 0 ? Math.max(1, this.savedAt + everyMs - Date.now()) : undefined);
  }

  private async read({ events, position, windowsPassed }: FollowedBatch): Promise<void> {
    const { mappings, publisher, topic } = this.options;
    const arrivedAt = Date.now();
    for (const event of events) {
      if (this.unpublishable) return;
      const mapping = mappings.of(event);
      const told = mapping && this.tellOrStop(event, mapping);
      if (!told) continue;
      const { record, size } = told;
      const partition = await publisher.partitionOf(topic, record.key);
      if (event.position <= (this.plan.inTopic.get(partition) ?? -1n)) continue;
      this.outbox.put({ position: event.position, partition, record, size, recordedAt: event.recordedAt, arrivedAt });
    }
    if (this.unpublishable) return;
    this.examined = position;
    this.passed += events.length + windowsPassed * EVENTS_PER_WINDOW;
    this.outbox.wake();
    await this.outbox.room(this.signal);
  }

  /** What cannot be told ends the session, after all facts before it were sent. */
  private tellOrStop(event: StoredEvent, mapping: FactMapping): Readonly<{ record: OutgoingRecord; size: number }> | null {
    try {
      const record = recordOf(event, mapping, this.options.epoch);
      if (!record) return null;
      const size = sizeOf(record);
      if (size > MOST_BYTES)
        throw new UnpublishableFact(`${event.type} at position ${event.position} makes a record of ${size} bytes`);
      return { record, size };
    } catch (error) {
      if (!(error instanceof UnpublishableFact)) throw error;
      this.unpublishable = error;
      this.outbox.wake();
      return null;
    }
  }

  private async send(batch: readonly Waiting[]): Promise<void> {
    if (batch.length === 0 || this.signal.aborted) return;
    const { publisher, topic, meter } = this.options;
    const attributes = {
      'messaging.system': 'kafka',
      'messaging.destination.name': topic,
      'messaging.operation.type': 'send',
      'messaging.batch.message_count': batch.length,
      'app.event.global_position': String(batch.at(-1)?.position),
    };
    const traceparents = batch.map(({ record }) => record.headers[HEADER.traceparent]);
    await inLinkedSpan(`relay ${topic}`, { kind: SpanKind.PRODUCER, attributes }, traceparents, () =>
      publisher.publish(
        topic,
        batch.map(({ record }) => record),
      ),
    );
    this.acknowledge(batch);
    meter.add(MESSAGING_METRICS.relayPublished.name, batch.length, { topic });
    const again = batch.filter(({ partition, position }) => position <= (this.republishing.get(partition) ?? -1n)).length;
    if (again > 0) meter.add(MESSAGING_METRICS.relayRepublished.name, again, { topic });
  }

  private acknowledge(batch: readonly Waiting[]): void {
    for (const { partition, position } of batch) this.raise(partition, position);
    this.outbox.sent(batch.length);
    this.unsaved += batch.length;
    this.reached = batch.at(-1)?.position ?? this.reached;
    this.advance();
  }

  /**
   * A mark never falls: while a torn partition is published again it keeps naming what was there before, so that a kill in the middle
   * is seen as behind by the next start as well.
   */
  private raise(partition: number, position: bigint): void {
    if (position > (this.partitions.get(partition) ?? -1n)) this.partitions.set(partition, position);
  }

  /** With an empty outbox all that was examined lies in the topic. */
  private advance(): void {
    if (this.outbox.size === 0 && this.examined !== null && this.examined > (this.reached ?? -1n)) this.reached = this.examined;
  }

  private isSaveDue(): boolean {
    const elapsedMs = Date.now() - this.savedAt;
    const { everyMs, everyRecords } = this.options.saving;
    if (this.unsaved > 0) return elapsedMs >= everyMs || this.unsaved >= everyRecords;
    return checkpointDue({ delivered: 0, eventsPassed: this.passed, elapsedMs });
  }

  private async save(): Promise<void> {
    await this.options.checkpoint.save(this.marks);
    this.unsaved = 0;
    this.passed = 0;
    this.savedAt = Date.now();
  }
}

/** Age in seconds of wall time, 0 for null. */
export const ageSeconds = (since: number | null): number => (since === null ? 0 : Math.max(0, (Date.now() - since) / 1_000));

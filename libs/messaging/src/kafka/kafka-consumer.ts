import type { Consumer, EachBatchPayload } from 'kafkajs';
import { OUTAGE_BACKOFF, pauseFor } from '@guildhall/event-sourcing';
import type { FactHandler, FactSource, IncomingRecord, UnreadableHandler } from '../consuming/fact-source.js';
import { EndsSeen } from '../consuming/ends-seen.js';
import { PartitionLane } from '../consuming/partition-lane.js';
import { StallWatchdog } from '../consuming/stall-watchdog.js';
import { takeUp } from '../consuming/take-up.js';
import { MESSAGING_METRICS, noMeter, type Meter } from '../observing/meter.js';
import { kafkaClient, type KafkaEndpoint } from './kafkajs.js';
import { headersOf } from './last-records.js';
import { lagsOf, type Assignment } from './consumer-lag.js';
import { OffsetCommits } from './offset-commits.js';

/** Records of one partition that may wait here before it is fetched no more. */
const HIGH_WATER = 500;
const LOOK_EVERY_MS = 10_000;

type Subscription = Readonly<{ group: string; topics: readonly string[]; handler: FactHandler; unreadable?: UnreadableHandler }>;

/**
 * `EventConsumer` on kafkajs; a `start` that failed may be repeated. `eachBatch` only hands over: each partition has a lane that calls the handler and repeats it without limit,
 * so a failing partition is paused while the others go on, and the fetch loop keeps the heartbeats. Offsets are committed after the effect.
 * A consumer that crashed for good, or stands still while its lag grows, is begun anew.
 */
export class KafkaConsumer implements FactSource {
  private readonly client;
  private readonly lanes = new Map<string, PartitionLane>();
  private readonly watchdog = new StallWatchdog();
  private readonly ends = new EndsSeen();
  private readonly stopping = new AbortController();
  private subscription: Subscription | null = null;
  private consumer: Consumer | null = null;
  private commits: OffsetCommits | null = null;
  private handled = 0;
  private assignment: Assignment = {};
  private watching: Promise<void> | null = null;
  private restart: AbortController | null = null;

  constructor(
    private readonly endpoint: KafkaEndpoint,
    private readonly meter: Meter = noMeter,
  ) {
    this.client = kafkaClient(endpoint);
  }

  async start(group: string, topics: readonly string[], handler: FactHandler, unreadable?: UnreadableHandler): Promise<void> {
    if (this.subscription) throw new Error(`This consumer already serves ${this.subscription.group}`);
    this.subscription = { group, topics, handler, ...(unreadable && { unreadable }) };
    try {
      await this.connect();
    } catch (error) {
      await this.disconnect();
      this.subscription = null;
      throw error;
    }
    if (this.stopping.signal.aborted) return this.disconnect(); // stopped while it connected
    this.watching = this.watch(this.subscription);
  }

  seenAt(): ReadonlyMap<string, number> {
    return this.ends.seenAt;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.restart?.abort();
    await this.watching;
    await this.disconnect();
  }

  private async connect(): Promise<void> {
    const subscription = this.subscription;
    if (!subscription) return;
    const { group, topics } = subscription;
    const consumer = this.client.consumer({
      groupId: group,
      sessionTimeout: 6_000,
      heartbeatInterval: 1_000,
      rebalanceTimeout: 6_000,
      // The broker answers as soon as there is a record; how long an empty fetch waits only sets what idleness costs.
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
    });
    this.consumer = consumer;
    this.restart = new AbortController();
    this.commits = new OffsetCommits(
      (offsets) => consumer.commitOffsets(offsets),
      (error) => this.endpoint.log.debug({ group, error: String(error) }, 'Offsets not committed yet'),
    );
    this.listen(consumer, group);
    await consumer.connect();
    // Facts are never skipped: a new group, and one whose offsets are gone, begins at the first record.
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: (payload) => this.enqueue(payload, subscription) });
  }

  private listen(consumer: Consumer, group: string): void {
    const forget = (): void => {
      this.commits?.forget();
      for (const lane of this.lanes.values()) lane.reset();
    };
    consumer.on(consumer.events.REBALANCING, forget);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      this.assignment = payload.memberAssignment;
      forget();
    });
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (payload.restart) return;
      this.endpoint.log.error({ group, error: String(payload.error) }, 'Consumer crashed and is begun anew');
      this.restart?.abort();
    });
  }

  private async enqueue({ batch }: EachBatchPayload, subscription: Subscription): Promise<void> {
    const { topic, partition } = batch;
    const records = batch.messages.map(({ key, value, headers, offset }): IncomingRecord => ({
      topic,
      partition,
      offset,
      key: key?.toString() ?? null,
      value: value?.toString() ?? null,
      headers: headersOf(headers),
    }));
    this.laneOf(topic, partition, subscription).push(records);
  }

  private laneOf(topic: string, partition: number, { group, handler, unreadable }: Subscription): PartitionLane {
    const name = `${topic}|${partition}`;
    const known = this.lanes.get(name);
    if (known) return known;
    const labels = { group, topic };
    const lane = new PartitionLane({
      backoff: OUTAGE_BACKOFF,
      highWater: HIGH_WATER,
      handle: (record) => takeUp(record, handler, unreadable),
      done: (record) => {
        this.handled += 1;
        this.commits?.note(record);
      },
      failed: ({ offset }, error, attempt) => {
        this.meter.add(MESSAGING_METRICS.consumerRetried.name, 1, labels);
        this.endpoint.log.warn(
          { ...labels, partition, offset, attempt, error: String(error) },
          'Record not handled, tried again',
        );
      },
      pause: () => this.hold(group, () => this.consumer?.pause([{ topic, partitions: [partition] }])),
      resume: () => this.hold(group, () => this.consumer?.resume([{ topic, partitions: [partition] }])),
    });
    this.lanes.set(name, lane);
    return lane;
  }

  private hold(group: string, change: () => void): void {
    change();
    const paused = [...this.lanes.values()].filter((lane) => lane.paused).length;
    this.meter.set(MESSAGING_METRICS.consumerPaused.name, paused, { group });
  }

  private async watch({ group }: Subscription): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const restart = this.restart?.signal ?? this.stopping.signal;
      await pauseFor(LOOK_EVERY_MS, restart);
      if (this.stopping.signal.aborted) return;
      if (!restart.aborted && !(await this.isStalled(group))) continue;
      this.meter.add(MESSAGING_METRICS.consumerRestarted.name, 1, { group });
      await this.disconnect();
      await this.reconnect(group);
    }
  }

  private async isStalled(group: string): Promise<boolean> {
    try {
      const lookedAt = Date.now();
      const lags = await lagsOf(this.client, group, this.assignment);
      this.ends.look(lookedAt, lags);
      for (const { topic, partition, lag } of lags)
        this.meter.set(MESSAGING_METRICS.consumerGroupLag.name, Number(lag), {
          consumergroup: group,
          topic,
          partition: String(partition),
        });
      const lag = lags.reduce((sum, one) => sum + one.lag, 0n);
      const busy = [...this.lanes.values()].some((lane) => lane.size > 0);
      const waiting = busy ? ('records in hand' as const) : ('nothing in hand' as const);
      const state = this.watchdog.look({ atMs: Date.now(), lag, handled: this.handled, waiting });
      if (state === 'stalled') this.endpoint.log.warn({ group, lag: lag.toString() }, 'Consumer stands still and is begun anew');
      return state === 'stalled';
    } catch (error) {
      // The broker is away: kafkajs reconnects by itself, and a restart needs the broker as well.
      this.endpoint.log.debug({ group, error: String(error) }, 'Lag of the consumer is not known');
      return false;
    }
  }

  private async reconnect(group: string): Promise<void> {
    try {
      await this.connect();
    } catch (error) {
      this.endpoint.log.warn({ group, error: String(error) }, 'Consumer could not be begun anew, tried again');
      await this.disconnect();
      this.restart?.abort();
      await pauseFor(OUTAGE_BACKOFF.maxMs, this.stopping.signal);
    }
  }

  private async disconnect(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => lane.stop()));
    this.lanes.clear();
    await this.commits?.stop();
    this.commits = null;
    const consumer = this.consumer;
    this.consumer = null;
    await consumer?.disconnect();
  }
}

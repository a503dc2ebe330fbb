import type { Consumer, EachBatchPayload } from 'kafkajs';
import type { Bounds, ReadRecord, TopicReader, TopicReading } from '../audit/topic-reading.js';
import { kafkaClient, type KafkaEndpoint } from './kafkajs.js';
import { headersOf } from './last-records.js';

/** Records of one partition that may wait here before it is fetched no more. */
const HIGH_WATER = 2_000;
/** A record that lies there arrives within this time, or the reading fails. */
const DEADLINE_MS = 30_000;
/** Who looks once says how it went (`kafkaClient`); a reading outlives a broker that elects anew. */
const TRIES = { question: 2, reading: 5 } as const;

/**
 * `TopicReader` on kafkajs, which reads records only through a group: each reading joins one of its own, commits nothing and leaves; the
 * broker forgets a group without members and offsets by itself.
 */
export class KafkaTopicReader implements TopicReader {
  /** `group` names a new one each time; the service's principal has to be allowed it. */
  constructor(
    private readonly endpoint: KafkaEndpoint,
    private readonly group: () => string,
  ) {}

  async bounds(topic: string): Promise<ReadonlyMap<number, Bounds>> {
    const admin = kafkaClient(this.endpoint, TRIES.question).admin({ retry: { retries: TRIES.question } });
    try {
      await admin.connect();
      const offsets = await admin.fetchTopicOffsets(topic);
      return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), end: BigInt(high) }]));
    } finally {
      await admin.disconnect();
    }
  }

  open(topic: string, from: ReadonlyMap<number, bigint>, bounds: ReadonlyMap<number, Bounds>): TopicReading {
    return new KafkaTopicReading(this.endpoint, this.group(), topic, from, bounds);
  }
}

class KafkaTopicReading implements TopicReading {
  /** Offset that is awaited next, by partition. */
  private readonly next: Map<number, bigint>;
  private readonly waiting = new Map<number, ReadRecord[]>();
  private readonly paused = new Set<number>();
  private arrival = Promise.withResolvers<void>();
  private consumer: Consumer | null = null;
  private failure: Error | null = null;

  constructor(
    private readonly endpoint: KafkaEndpoint,
    private readonly group: string,
    private readonly topic: string,
    from: ReadonlyMap<number, bigint>,
    private readonly bounds: ReadonlyMap<number, Bounds>,
  ) {
    this.next = new Map([...bounds].map(([partition, { low }]) => [partition, from.get(partition) ?? low]));
  }

  async peek(partition: number): Promise<ReadRecord | null> {
    const deadline = Date.now() + DEADLINE_MS;
    for (;;) {
      const record = this.waiting.get(partition)?.[0];
      if (record) return record;
      if (this.isRead(partition)) return null;
      await this.connect();
      await this.arrivedBefore(deadline, partition);
    }
  }

  take(partition: number): void {
    const records = this.waiting.get(partition);
    records?.shift();
    if (!this.paused.has(partition) || (records?.length ?? 0) >= HIGH_WATER / 2) return;
    this.paused.delete(partition);
    if (!this.isRead(partition)) this.consumer?.resume([{ topic: this.topic, partitions: [partition] }]);
  }

  async close(): Promise<void> {
    const consumer = this.consumer;
    this.consumer = null;
    await consumer?.disconnect();
  }

  /** Everything up to the end has arrived. */
  private isRead(partition: number): boolean {
    return (this.next.get(partition) ?? 0n) >= (this.bounds.get(partition)?.end ?? 0n);
  }

  private async connect(): Promise<void> {
    if (this.consumer) return;
    const { topic, group: groupId } = this;
    const consumer = kafkaClient(this.endpoint, TRIES.reading).consumer({
      groupId,
      sessionTimeout: 30_000,
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
    });
    this.consumer = consumer;
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.failure = payload.error;
      this.arrived();
    });
    await consumer.connect();
    // Where a partition is read from is sought below: what lies at its end is of no interest.
    await consumer.subscribe({ topics: [topic], fromBeginning: false });
    await consumer.run({ autoCommit: false, eachBatch: async (payload) => this.receive(payload) });
    for (const [partition, offset] of this.next) consumer.seek({ topic, partition, offset: offset.toString() });
  }

  private receive(payload: EachBatchPayload): void {
    const { partition, messages } = payload.batch;
    const records = this.waiting.get(partition) ?? [];
    this.waiting.set(partition, records);
    const end = this.bounds.get(partition)?.end ?? 0n;
    for (const { offset, key, headers } of messages) {
      const at = BigInt(offset);
      if (at < (this.next.get(partition) ?? 0n) || at >= end) continue;
      records.push({ partition, offset: at, key: key?.toString() ?? null, headers: headersOf(headers) });
      this.next.set(partition, at + 1n);
    }
    if (records.length >= HIGH_WATER || this.isRead(partition)) {
      payload.pause();
      this.paused.add(partition);
    }
    this.arrived();
  }

  private arrived(): void {
    const { arrival } = this;
    this.arrival = Promise.withResolvers();
    arrival.resolve();
  }

  private async arrivedBefore(deadline: number, partition: number): Promise<void> {
    const { promise } = this.arrival;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, Math.max(0, deadline - Date.now()))));
    await Promise.race([promise, late]);
    clearTimeout(timer);
    if (this.failure) throw this.failure;
    if (Date.now() >= deadline)
      throw new Error(`Records of ${this.topic}, partition ${partition} did not arrive within ${DEADLINE_MS} ms`);
  }
}

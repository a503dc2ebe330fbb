import type { Producer } from 'kafkajs';
import type { EventPublisher, OutgoingRecord } from '@guildhall/kernel';
import { kafkaClient, Partitioners, type KafkaEndpoint } from './kafkajs.js';
import { partitionByKey } from './partition-by-key.js';
import { PublishInProgress } from './publish-in-progress.js';
import { readLastRecords } from './last-records.js';

/**
 * `EventPublisher` on kafkajs: idempotent, acks = all, one outstanding send, partition by key as Java's default (murmur2). After 60
 * tries of kafkajs a send fails; it may have been written, and the next send of that producer could then pass for its repeat, so the
 * producer is replaced: the caller sends the same records again and consumers drop repeats. Sequence errors end the same way.
 */
export class KafkaPublisher implements EventPublisher {
  private readonly client;
  private readonly partitions = new Map<string, Promise<number>>();
  private producer: Promise<Producer> | null = null;
  private sending: Promise<unknown> | null = null;

  constructor(endpoint: KafkaEndpoint) {
    this.client = kafkaClient(endpoint);
  }

  async publish(topic: string, records: readonly OutgoingRecord[]): Promise<void> {
    if (this.sending) throw new PublishInProgress(`A send to ${topic} began before the last one was acknowledged`);
    if (records.length === 0) return;
    const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
    this.sending = this.send(topic, messages);
    try {
      await this.sending;
    } finally {
      this.sending = null;
    }
  }

  async partitionOf(topic: string, key: string): Promise<number> {
    return partitionByKey(key, await this.partitionCount(topic));
  }

  lastRecords(topic: string): Promise<ReadonlyMap<number, Readonly<Record<string, string>>>> {
    return readLastRecords(this.client, topic);
  }

  async close(): Promise<void> {
    await this.sending?.catch(() => undefined); // its caller hears of the failure
    await this.dropProducer();
  }

  private async send(topic: string, messages: Parameters<Producer['send']>[0]['messages']): Promise<void> {
    this.producer ??= this.connect();
    try {
      const producer = await this.producer;
      await producer.send({ topic, acks: -1, messages });
    } catch (error) {
      await this.dropProducer();
      throw error;
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.client.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return producer;
  }

  private async dropProducer(): Promise<void> {
    const dropped = this.producer;
    this.producer = null;
    // A producer that never connected has nothing to close; its connect error was thrown by the send that asked for it.
    const producer = await dropped?.catch(() => null);
    await producer?.disconnect();
  }

  /** The number of partitions of a topic never changes, so it is asked once. */
  private partitionCount(topic: string): Promise<number> {
    const known = this.partitions.get(topic);
    if (known) return known;
    const asked = this.askPartitionCount(topic);
    this.partitions.set(topic, asked);
    asked.catch(() => this.partitions.delete(topic));
    return asked;
  }

  private async askPartitionCount(topic: string): Promise<number> {
    const admin = this.client.admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length ?? 0;
    } finally {
      await admin.disconnect();
    }
  }
}

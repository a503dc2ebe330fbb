import type { Bounds, ReadRecord, TopicReader, TopicReading } from '../audit/topic-reading.js';
import type { InMemoryBroker } from './in-memory-broker.js';

/** `TopicReader` on an `InMemoryBroker`. */
export class InMemoryTopicReader implements TopicReader {
  constructor(private readonly broker: InMemoryBroker) {}

  async bounds(topic: string): Promise<ReadonlyMap<number, Bounds>> {
    const partitions = Array.from({ length: this.broker.partitions }, (_, partition) => partition);
    return new Map(
      partitions.map((partition): [number, Bounds] => {
        const records = this.broker.read(topic, partition);
        const [first] = records;
        const end = BigInt(this.broker.endOf(topic, partition));
        return [partition, { low: first ? BigInt(first.offset) : end, end }];
      }),
    );
  }

  open(topic: string, from: ReadonlyMap<number, bigint>, bounds: ReadonlyMap<number, Bounds>): TopicReading {
    const next = new Map([...bounds].map(([partition, { low }]) => [partition, from.get(partition) ?? low]));
    const found = (partition: number): ReadRecord | null => {
      const at = next.get(partition) ?? 0n;
      const end = bounds.get(partition)?.end ?? 0n;
      const record = this.broker.read(topic, partition).find(({ offset }) => BigInt(offset) >= at && BigInt(offset) < end);
      return record ? { partition, offset: BigInt(record.offset), key: record.key, headers: record.headers } : null;
    };
    return {
      peek: async (partition) => found(partition),
      take: (partition) => {
        const record = found(partition);
        if (record) next.set(partition, record.offset + 1n);
      },
      close: async () => undefined,
    };
  }
}

import { Partitioners } from './kafkajs.js';

const partitioner = Partitioners.DefaultPartitioner();
const layouts = new Map<number, Parameters<typeof partitioner>[0]['partitionMetadata']>();

const layoutOf = (count: number): Parameters<typeof partitioner>[0]['partitionMetadata'] => {
  const known = layouts.get(count);
  if (known) return known;
  const layout = Array.from({ length: count }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  layouts.set(count, layout);
  return layout;
};

/** Partition of a key among `count`, as the Java clients choose it (murmur2), 0-based. Pure. */
export const partitionByKey = (key: string, count: number): number =>
  partitioner({ topic: '', partitionMetadata: layoutOf(count), message: { key, value: null } });

import type { FactsServer } from '@guildhall/messaging';
import { METRIC } from './metrics-registry.js';
import { gaugesOnScrape, type MetricsRegistry } from './metrics.js';

type Consumer = Pick<FactsServer, 'progress' | 'lagByTopic'>;

/** How far the consumer groups of this process are behind, in seconds. */
export const registerConsumerMetrics = (registry: MetricsRegistry, consumers: readonly Consumer[]): void => {
  const look = () =>
    consumers.flatMap((consumer) => {
      const { group } = consumer.progress();
      return [...consumer.lagByTopic()].map(([topic, seconds]) => ({ group, topic, seconds }));
    });
  gaugesOnScrape(registry, 'consumers', look, [
    { metric: METRIC.consumerLag, of: ({ group, topic, seconds }) => ({ labels: { group, topic }, value: seconds }) },
  ]);
};

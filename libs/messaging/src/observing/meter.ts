/** One series of this lib: name and unit after observability.md, label names bounded; ids never appear in labels. */
export type MetricSpec = Readonly<{ name: string; kind: 'counter' | 'gauge'; help: string; labels: readonly string[] }>;

/**
 * Every series that this lib writes. Service-kit registers them with its scrape endpoint and binds them by `Meter`. Where relay and
 * consumers stand is asked of them when scraped (`progress`, `lagByTopic`): a value written on progress would stand still in an outage.
 */
export const MESSAGING_METRICS = {
  relayPublished: {
    name: 'relay_records_published_total',
    kind: 'counter',
    help: 'Records acknowledged by the broker',
    labels: ['topic'],
  },
  relayRepublished: {
    name: 'relay_republished_total',
    kind: 'counter',
    help: 'Records sent again because the topic was behind its checkpoint',
    labels: ['topic'],
  },
  auditHoles: {
    name: 'relay_audit_holes_total',
    kind: 'counter',
    help: 'Facts that the log holds and the topic lacks',
    labels: ['topic'],
  },
  auditOrder: {
    name: 'relay_audit_order_violations_total',
    kind: 'counter',
    help: 'Facts of one key that lie in another order',
    labels: ['topic'],
  },
  auditStrangers: {
    name: 'relay_audit_strangers_total',
    kind: 'counter',
    help: 'Records that no fact of the log stands behind',
    labels: ['topic'],
  },
  consumerGroupLag: {
    name: 'kafka_consumergroup_lag',
    kind: 'gauge',
    help: 'Records that the group has not committed, as of the last look (10 s); labels as those of kafka_exporter',
    labels: ['consumergroup', 'topic', 'partition'],
  },
  messagesConsumed: {
    name: 'messaging_client_consumed_messages_total',
    kind: 'counter',
    help: 'Facts handed out to the processes that take them',
    labels: ['group', 'topic'],
  },
  consumerPaused: {
    name: 'consumer_paused_partitions',
    kind: 'gauge',
    help: 'Partitions not fetched because their records wait',
    labels: ['group'],
  },
  consumerRetried: {
    name: 'consumer_retries_total',
    kind: 'counter',
    help: "Records handed to the consumer's handler again",
    labels: ['group', 'topic'],
  },
  consumerRestarted: {
    name: 'consumer_restarts_total',
    kind: 'counter',
    help: 'Consumers begun again after a stall or a crash',
    labels: ['group'],
  },
  factsHandled: { name: 'facts_handled_total', kind: 'counter', help: 'Facts that a process took', labels: ['process'] },
  factsRetried: {
    name: 'facts_retried_total',
    kind: 'counter',
    help: 'Tries that failed and were repeated',
    labels: ['process', 'reason'],
  },
  factsParked: {
    name: 'facts_parked_total',
    kind: 'counter',
    help: 'Facts parked, with those that queue behind them',
    labels: ['process', 'reason'],
  },
  factsSkipped: {
    name: 'facts_skipped_total',
    kind: 'counter',
    help: 'Facts of types that no process of the service takes',
    labels: ['group'],
  },
} as const satisfies Readonly<Record<string, MetricSpec>>;

/** Where series go; `name` is one of `MESSAGING_METRICS`. Must not throw. */
export interface Meter {
  add(name: string, value: number, labels: Readonly<Record<string, string>>): void;
  set(name: string, value: number, labels: Readonly<Record<string, string>>): void;
}

/** Measures nothing: the default where no meter is given. */
export const noMeter: Meter = { add: () => undefined, set: () => undefined };

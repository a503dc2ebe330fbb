export type { AuditCounts, Finding, FindingKind } from './audit/audit-findings.js';
export { placeOf, storedPlace, type AuditPlace, type StoredPlace } from './audit/audit-place.js';
export { RelayAudit, type AuditSources, type Stretch, type StretchLimits } from './audit/relay-audit.js';
export { RelayAuditor, type RelayAuditorOptions } from './audit/relay-auditor.js';
export type { Bounds, ReadRecord, TopicReader, TopicReading } from './audit/topic-reading.js';
export {
  FACT_SOURCE,
  type FactHandler,
  type FactSource,
  type IncomingRecord,
  type UnreadableHandler,
} from './consuming/fact-source.js';
export { factOf, type RecordContent } from './facts/fact-of.js';
export { defineFact, FactMappings, factsFrom, type FactMapping } from './facts/fact-mapping.js';
export { HEADER } from './facts/headers.js';
export { UnpublishableFact, UnreadableRecord, type UnreadableCode } from './facts/record.errors.js';
export { recordOf } from './facts/record-of.js';
export { KafkaConsumer } from './kafka/kafka-consumer.js';
export { KafkaTopicReader } from './kafka/kafka-topic-reader.js';
export { KafkaPublisher } from './kafka/kafka-publisher.js';
export type { KafkaEndpoint } from './kafka/kafkajs.js';
export type { KafkaSecurity } from './kafka/kafka-security.js';
export { PublishInProgress } from './kafka/publish-in-progress.js';
export { topicStandings, type GroupStanding, type TopicQuestion, type TopicStanding } from './kafka/topic-standings.js';
export { ensureTopics, makeTopics, TopicMismatch, type TopicAdmin, type TopicSpec } from './kafka/topics.js';
export { InMemoryBroker, type GroupMember } from './memory/in-memory-broker.js';
export { inMemoryTopicStandings } from './memory/in-memory-topic-standings.js';
export { InMemoryTopicReader } from './memory/in-memory-topic-reader.js';
export { InMemoryConsumer } from './memory/in-memory-consumer.js';
export { BrokerUnavailable, InMemoryPublisher, type PublishFault } from './memory/in-memory-publisher.js';
export { noLog, type Log } from './observing/log.js';
export { MESSAGING_METRICS, noMeter, type Meter, type MetricSpec } from './observing/meter.js';
export type { Batching } from './relay/outbox.js';
export { LogDiverged } from './relay/relay.errors.js';
export type { CheckpointPolicy } from './relay/relay-session.js';
export { Relay, type RelayOptions, type RelayProgress } from './relay/relay.js';
export type { FactContext } from './nest/fact-listeners.js';
export { FactsServer, type FactsProgress, type FactsServerOptions } from './nest/facts-server.js';
export { FACTS, OnFact, RethrowFilter } from './nest/on-fact.js';

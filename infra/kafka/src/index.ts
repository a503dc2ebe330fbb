export type { AccessList } from './access-lists.js';
export { kafkaParts } from './kafka-parts.js';
export { kafkaServer, type KafkaOptions, type KafkaSecurityOptions } from './kafka-server.js';
export { createTopics, type TopicDeclaration } from './topics.js';

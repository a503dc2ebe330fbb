export { kafkaParts } from './kafka-parts.js';
export { kafkaServer, type KafkaOptions } from './kafka-server.js';
export { createTopics, type TopicDeclaration } from './topics.js';

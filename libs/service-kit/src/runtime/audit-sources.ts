import { topicOf } from '@guildhall/event-catalogue';
import { FactMappings, type AuditSources } from '@guildhall/messaging';
import type { ServiceCore } from './service-core.js';

/** What an audit of the service's own topic reads: the log as its relay reads it, and the topic. */
export const auditSourcesOf = ({ definition, sealedStore, parts }: ServiceCore): AuditSources => ({
  service: definition.service,
  topic: topicOf(definition.service),
  store: sealedStore,
  mappings: new FactMappings(definition.facts),
  partitions: parts.publisher,
  reader: parts.topicReader,
});

import type { AnyFact } from '@guildhall/event-catalogue';
import { HEADER } from '@guildhall/messaging';

/** The CloudEvents headers of a fact (architecture.md §4). */
export const headersOf = (fact: AnyFact, schema: string): Readonly<Record<string, string>> => ({
  [HEADER.contentType]: 'application/json',
  [HEADER.specVersion]: '1.0',
  [HEADER.id]: fact.id,
  [HEADER.type]: fact.type,
  [HEADER.source]: fact.source,
  [HEADER.subject]: fact.subject,
  [HEADER.time]: fact.time,
  [HEADER.recordedTime]: fact.recordedTime,
  [HEADER.sequence]: fact.position,
  [HEADER.streamRevision]: fact.revision,
  [HEADER.correlationId]: fact.correlationId,
  [HEADER.causationId]: fact.causationId,
  [HEADER.dataSchema]: schema,
});

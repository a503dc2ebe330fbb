import type { AnyFact } from '@guildhall/event-catalogue';

/** The CloudEvents headers of a fact (architecture.md §4). */
export const headersOf = (fact: AnyFact): Readonly<Record<string, string>> => ({
  'content-type': 'application/json',
  ce_specversion: '1.0',
  ce_id: fact.id,
  ce_type: fact.type,
  ce_source: fact.source,
  ce_subject: fact.subject,
  ce_time: fact.time,
  ce_recordedtime: fact.recordedTime,
  ce_sequence: fact.position,
  ce_streamrevision: fact.revision,
  ce_correlationid: fact.correlationId,
  ce_causationid: fact.causationId,
});

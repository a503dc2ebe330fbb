import { dataSchemaUri, factDefinition, factKey, type FactByType, type FactType } from '@guildhall/event-catalogue';
import { newId, type Fact, type OutgoingRecord } from '@guildhall/kernel';
import { HEADER } from '@guildhall/messaging';

/** A fact as another service would tell it; id, ids of correlation and cause are new, times and revision have defaults. */
export const testFact = <T extends FactType>(
  type: T,
  data: FactByType[T]['data'],
  frame: Partial<Omit<Fact, 'type' | 'data'>> = {},
): FactByType[T] => {
  const key = frame.key ?? factKey(type, data);
  const fact: Fact = {
    id: newId(),
    source: `/guildhall/${factDefinition(type).owner}`,
    subject: key,
    key,
    time: '2026-03-02T09:00:00.000Z',
    recordedTime: '2026-03-02T09:00:00.000Z',
    position: '1',
    revision: '0',
    correlationId: newId(),
    causationId: newId(),
    meta: { actor: { kind: 'system', id: 'process:test' }, policyRefs: {}, region: 'eu' },
    ...frame,
    type,
    data,
  };
  return fact as FactByType[T];
};

/** The record that carries a fact (architecture.md §4). */
export const recordOfFact = (fact: Fact): OutgoingRecord => ({
  key: fact.key,
  value: JSON.stringify({ meta: fact.meta, data: fact.data }),
  headers: {
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
    [HEADER.dataSchema]: dataSchemaUri(fact.type),
    ...(fact.traceparent === undefined ? {} : { [HEADER.traceparent]: fact.traceparent }),
  },
});

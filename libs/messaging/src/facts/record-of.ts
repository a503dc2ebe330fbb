import { dataSchemaUri, FactInvalid, validateOnWrite, type FactDefinition } from '@guildhall/event-catalogue';
import { FIRST_EPOCH, type StoredEvent } from '@guildhall/event-sourcing';
import type { FactMeta, OutgoingRecord } from '@guildhall/kernel';
import type { FactMapping } from './fact-mapping.js';
import { CONTENT_TYPE, HEADER, SPEC_VERSION } from './headers.js';
import { UnpublishableFact } from './record.errors.js';

/**
 * The record of a stored event after the table of architecture.md §4, null where its mapping says that this event is no fact. Pure: the
 * same event and epoch of the store give the same record; the first epoch is not told. `UnpublishableFact` where the mapping breaks the catalogue's schema (closed) or names no key.
 */
export const recordOf = (event: StoredEvent, mapping: FactMapping, epoch = FIRST_EPOCH): OutgoingRecord | null => {
  const data = mapping.data(event);
  if (data === null) return null;
  refuseInvalid(event, mapping.fact, data);
  const { metadata } = event;
  const meta: FactMeta = { actor: metadata.actor, policyRefs: metadata.policyRefs, region: metadata.region };
  return {
    key: keyOf(event, mapping, data),
    value: JSON.stringify({ meta, data }),
    headers: {
      [HEADER.contentType]: CONTENT_TYPE,
      [HEADER.specVersion]: SPEC_VERSION,
      [HEADER.id]: event.id,
      [HEADER.type]: mapping.fact.type,
      [HEADER.source]: `/guildhall/${mapping.fact.owner}`,
      [HEADER.subject]: event.streamKey,
      [HEADER.time]: metadata.occurredAt,
      [HEADER.recordedTime]: event.recordedAt,
      [HEADER.sequence]: event.position.toString(),
      [HEADER.streamRevision]: event.revision.toString(),
      [HEADER.correlationId]: metadata.$correlationId,
      [HEADER.causationId]: metadata.$causationId,
      [HEADER.dataSchema]: dataSchemaUri(mapping.fact.type),
      ...(epoch !== FIRST_EPOCH && { [HEADER.storeEpoch]: epoch.toString() }),
      ...(metadata.traceparent && { [HEADER.traceparent]: metadata.traceparent }),
    },
  };
};

const nameOf = (event: StoredEvent): string =>
  `${event.type} at ${event.stream} revision ${event.revision}, position ${event.position}`;

const refuseInvalid = (event: StoredEvent, fact: FactDefinition, data: object): void => {
  try {
    validateOnWrite(fact.type, data);
  } catch (error) {
    if (!(error instanceof FactInvalid)) throw error;
    throw new UnpublishableFact(`${nameOf(event)}: ${error.message}`, { cause: error });
  }
};

const keyOf = (event: StoredEvent, mapping: FactMapping, data: object): string => {
  const { key } = mapping.fact;
  const named: unknown = typeof key === 'string' ? (data as Readonly<Record<string, unknown>>)[key] : key.const;
  const given = mapping.key?.(event);
  if (given !== undefined && typeof named === 'string' && given !== named) {
    throw new UnpublishableFact(`${nameOf(event)}: the mapping's key is not the catalogue's key of ${mapping.fact.type}`);
  }
  const value = named ?? given;
  if (typeof value !== 'string' || value === '')
    throw new UnpublishableFact(`${nameOf(event)} gives ${mapping.fact.type} no key`);
  return value;
};

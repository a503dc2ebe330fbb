import { FactInvalid, UnknownFactType, validateOnRead } from '@guildhall/event-catalogue';
import type { Actor, Fact, FactMeta } from '@guildhall/kernel';
import { CONTENT_TYPE, HEADER, SPEC_VERSION } from './headers.js';
import { UnreadableRecord } from './record.errors.js';

/** What a record gives to read a fact from; header texts and value are UTF-8. */
export type RecordContent = Readonly<{ key: string | null; value: string | null; headers: Readonly<Record<string, string>> }>;

type Json = Readonly<Record<string, unknown>>;

const DECIMAL = /^(0|[1-9][0-9]{0,19})$/;
const UTC_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/**
 * The fact of a record. Open on read: fields and headers that are not known are let through, so producers may add them first.
 * `UnreadableRecord` says why a record is none: its frame, a type that the catalogue does not hold, or data against its schema.
 */
export const factOf = ({ key, value, headers }: RecordContent): Fact => {
  requireFrame(headers);
  if (!key) throw malformed('the record has no key');
  const { meta, data } = bodyOf(value);
  const type = header(headers, HEADER.type);
  requireKnown(type, data);
  const traceparent = headers[HEADER.traceparent];
  return {
    id: header(headers, HEADER.id),
    type,
    source: header(headers, HEADER.source),
    subject: header(headers, HEADER.subject),
    key,
    time: instant(headers, HEADER.time),
    recordedTime: instant(headers, HEADER.recordedTime),
    position: decimal(headers, HEADER.sequence),
    revision: decimal(headers, HEADER.streamRevision),
    correlationId: header(headers, HEADER.correlationId),
    causationId: header(headers, HEADER.causationId),
    ...(traceparent && { traceparent }),
    meta,
    data,
  };
};

const malformed = (what: string): UnreadableRecord =>
  new UnreadableRecord('MESSAGING.MALFORMED_RECORD', `Malformed record: ${what}`);

const header = (headers: RecordContent['headers'], name: string): string => {
  const value = headers[name];
  if (!value) throw malformed(`header ${name} is missing`);
  return value;
};

const decimal = (headers: RecordContent['headers'], name: string): string => {
  const value = header(headers, name);
  if (!DECIMAL.test(value)) throw malformed(`header ${name} is no decimal number`);
  return value;
};

const instant = (headers: RecordContent['headers'], name: string): string => {
  const value = header(headers, name);
  if (!UTC_INSTANT.test(value)) throw malformed(`header ${name} is no UTC instant`);
  return value;
};

const requireFrame = (headers: RecordContent['headers']): void => {
  if (headers[HEADER.specVersion] !== SPEC_VERSION) throw malformed(`header ${HEADER.specVersion} is not ${SPEC_VERSION}`);
  const contentType = headers[HEADER.contentType]?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== CONTENT_TYPE) throw malformed(`header ${HEADER.contentType} is not ${CONTENT_TYPE}`);
};

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const bodyOf = (value: string | null): { meta: FactMeta; data: Json } => {
  const body = parsed(value);
  if (!isObject(body)) throw malformed('the value is no JSON object');
  const { meta, data } = body;
  if (!isObject(data)) throw malformed('/data is no object');
  if (!isMeta(meta)) throw malformed('/meta does not hold actor, policyRefs and region');
  return { meta, data };
};

const parsed = (value: string | null): unknown => {
  if (value === null) throw malformed('the value is null: a fact always has one');
  try {
    return JSON.parse(value);
  } catch (error) {
    throw malformed(`the value is no JSON (${error instanceof Error ? error.name : 'unknown'})`);
  }
};

const isActor = (value: unknown): value is Actor =>
  isObject(value) &&
  (value['kind'] === 'account' || value['kind'] === 'system' || value['kind'] === 'timer') &&
  typeof value['id'] === 'string';

const isMeta = (value: unknown): value is FactMeta =>
  isObject(value) &&
  isActor(value['actor']) &&
  typeof value['region'] === 'string' &&
  isObject(value['policyRefs']) &&
  Object.values(value['policyRefs']).every((version) => typeof version === 'string');

const requireKnown = (type: string, data: object): void => {
  try {
    validateOnRead(type, data);
  } catch (error) {
    if (error instanceof UnknownFactType) throw new UnreadableRecord('MESSAGING.UNKNOWN_FACT', error.message);
    if (error instanceof FactInvalid) throw new UnreadableRecord('MESSAGING.SCHEMA_MISMATCH', error.message);
    throw error;
  }
};

import { createHash } from 'node:crypto';
import type { Fact } from '@guildhall/kernel';
import type { IncomingRecord } from '../consuming/fact-source.js';
import { HEADER } from '../facts/headers.js';

/** Type under which a record that is no fact is parked; no producer may use it. */
const UNREADABLE = 'guildhall.messaging.unreadable-record.v1';

/** Longest value that is parked in full, in characters: an event of the store holds 1 MB. */
const LONGEST_KEPT = 256 * 1024;

type Kept = Readonly<{ record: IncomingRecord; value: 'kept' | 'too long'; length: number; sha256: string }>;

const placeOf = ({ topic, partition, offset }: IncomingRecord): string => `${topic}/${partition}/${offset}`;

/** Order key of a record that is no fact: its own key, else its partition. */
export const keyOfRecord = (record: IncomingRecord): string => record.key || `${record.topic}/${record.partition}`;

/** Id of what is parked: the record's own id, else its place in the topic. */
export const idOfRecord = (record: IncomingRecord): string => record.headers[HEADER.id] || placeOf(record);

/** A record that is no fact, in the form in which it can be parked; a value over 256 K characters is kept as length and hash only. */
export const parkedRecord = (record: IncomingRecord): Fact => {
  const value = record.value ?? '';
  const fits = value.length <= LONGEST_KEPT;
  const kept: Kept = {
    record: fits ? record : { ...record, value: null },
    value: fits ? 'kept' : 'too long',
    length: value.length,
    sha256: createHash('sha256').update(value).digest('hex'),
  };
  const id = idOfRecord(record);
  const at = new Date(0).toISOString(); // such a record has no business time; nobody may read one into it
  return {
    id,
    type: UNREADABLE,
    source: `/guildhall/messaging/${record.topic}`,
    subject: placeOf(record),
    key: keyOfRecord(record),
    time: at,
    recordedTime: at,
    position: '0',
    revision: '0',
    correlationId: id,
    causationId: id,
    meta: { actor: { kind: 'system', id: 'facts-server' }, policyRefs: {}, region: 'global' },
    data: kept,
  };
};

/** The record behind a parked fact, or null where it was parked as the fact it is. A value that was too long is an error with the remedy. */
export const recordOfParked = (fact: Fact): IncomingRecord | null => {
  if (fact.type !== UNREADABLE) return null;
  const { record, value, length } = fact.data as Kept;
  if (value === 'too long') {
    throw new Error(
      `The value of ${placeOf(record)} (${length} characters) was too long to keep: let its producer tell it again, then discard this one`,
    );
  }
  return record;
};

import type { PersonalField, StorageContract } from '@guildhall/kernel';
import { isEnvelope, openEnvelope, sealEnvelope } from '../keys/envelope.js';
import type { SubjectKeys } from '../keys/subject-keys.port.js';
import { partsOfStream } from './stream-name.js';

type Data = Readonly<Record<string, unknown>>;
type Place = Readonly<{ stream: string; type: string }>;

/** The personal fields that an event type has, or undefined: most have none. */
export const personalFieldsOf = (storage: StorageContract, type: string): Readonly<Record<string, PersonalField>> | undefined =>
  storage.personal?.[type];

const subjectOf = ({ stream, type }: Place, field: PersonalField, data: Data): string => {
  const subject = field.subject === '$key' ? partsOfStream(stream).streamKey : data[field.subject];
  if (typeof subject === 'string' && subject !== '') return subject;
  throw new Error(`${type} in ${stream.slice(0, stream.indexOf('-'))}: personal fields need a subject in ${field.subject}`);
};

/** The data with its personal fields as envelopes. Absent and null fields stay; so does what is an envelope already. */
export const encryptFields = async (
  keys: SubjectKeys,
  place: Place,
  fields: Readonly<Record<string, PersonalField>>,
  data: Data,
): Promise<Data> => {
  const encrypted: Record<string, unknown> = { ...data };
  for (const [field, personal] of Object.entries(fields)) {
    const value = data[field];
    if (value === undefined || value === null || isEnvelope(value)) continue;
    const subject = subjectOf(place, personal, data);
    encrypted[field] = await sealEnvelope(keys, personal.purpose, { ...place, field, subject }, value);
  }
  return encrypted;
};

/** The data with its envelopes opened; `ERASED` where the key is gone. Plain values (written before the field was personal) stay. */
export const decryptFields = async (
  keys: SubjectKeys,
  place: Place,
  fields: Readonly<Record<string, PersonalField>>,
  data: Data,
): Promise<Data> => {
  const decrypted: Record<string, unknown> = { ...data };
  for (const [field, personal] of Object.entries(fields)) {
    const value = data[field];
    if (!isEnvelope(value)) continue;
    decrypted[field] = await openEnvelope(keys, { ...place, field, subject: subjectOf(place, personal, data) }, value);
  }
  return decrypted;
};

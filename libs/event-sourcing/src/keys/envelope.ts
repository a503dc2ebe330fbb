import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ERASED, type Envelope, type SubjectKey, type SubjectKeys } from './subject-keys.port.js';

/** Where an encrypted value stands; it opens nowhere else. `type` is the event type as stored. */
export type EnvelopePlace = Readonly<{ stream: string; type: string; field: string; subject: string }>;

const ALGORITHM = 'aes-256-gcm';

/** Bits of the nonce that GCM is made for (NIST SP 800-38D §8.2): 96. */
const NONCE_BYTES = 12;

/** Bytes of the full authentication tag. */
const TAG_BYTES = 16;

/** Additional authenticated data: a JSON array, so that no two places give the same bytes. */
const boundTo = ({ stream, type, field, subject }: EnvelopePlace): Buffer =>
  Buffer.from(JSON.stringify([stream, type, field, subject]));

/** True for a value in the shape of an `Envelope`. */
export const isEnvelope = (value: unknown): value is Envelope =>
  typeof value === 'object' &&
  value !== null &&
  'v' in value &&
  value.v === 1 &&
  'kid' in value &&
  'iv' in value &&
  'ct' in value &&
  'tag' in value;

/** Encrypts a JSON value (AES-256-GCM, random 96-bit nonce) so that it opens with this key and in this place only. */
export const sealWith = ({ kid, key }: SubjectKey, place: EnvelopePlace, value: unknown): Envelope => {
  const iv = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv).setAAD(boundTo(place));
  const ct = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return {
    v: 1,
    kid,
    iv: iv.toString('base64url'),
    ct: ct.toString('base64url'),
    tag: cipher.getAuthTag().toString('base64url'),
  };
};

/** Decrypts what `sealWith` made. Throws a plain error where key, place or bytes are not those of the sealing. */
export const openWith = ({ key }: SubjectKey, place: EnvelopePlace, envelope: Envelope): unknown => {
  const decipher = createDecipheriv(ALGORITHM, key, Buffer.from(envelope.iv, 'base64url'), { authTagLength: TAG_BYTES });
  decipher.setAAD(boundTo(place)).setAuthTag(Buffer.from(envelope.tag, 'base64url'));
  try {
    const plain = Buffer.concat([decipher.update(Buffer.from(envelope.ct, 'base64url')), decipher.final()]);
    return JSON.parse(plain.toString('utf8'));
  } catch (error) {
    throw new Error(`The envelope in ${place.type}.${place.field} was not sealed with this key for this place`, { cause: error });
  }
};

/**
 * Seals a value under the key of (`place.subject`, `purpose`), made on first use. Purpose `seal` (reviews and offers under seal) is
 * opened by its reveal use case alone. Errors: `StoreUnavailable`.
 */
export const sealEnvelope = async (keys: SubjectKeys, purpose: string, place: EnvelopePlace, value: unknown): Promise<Envelope> =>
  sealWith(await keys.ensure(place.subject, purpose), place, value);

/** Opens an envelope; `ERASED` where the key is destroyed. Errors: `StoreUnavailable`; a plain error for a forged or moved envelope. */
export const openEnvelope = async (keys: SubjectKeys, place: EnvelopePlace, envelope: Envelope): Promise<unknown> => {
  const key = await keys.byKid(envelope.kid);
  return key ? openWith(key, place, envelope) : ERASED;
};

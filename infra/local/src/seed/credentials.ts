import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from '../client/index.js';

/** A fixed id in the form of a UUIDv5 (RFC 9562), so that a second start finds the same people. */
export const seedId = (name: string): string => {
  const bytes = createHash('sha1').update(`guildhall-seed|${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

/** Sign-in of one of the first people; the password follows from the secret of the data folder, so none stands in code. */
export const seedCredentials = (name: string, bootstrapSecret: string): Credentials => ({
  accountId: seedId(name),
  email: `${name}@guildhall.example`,
  password: createHmac('sha256', bootstrapSecret).update(name).digest('base64url').slice(0, 20),
});

import { asPublic, object, optional, type Field } from '../schema/field.js';
import { oneOf, token } from '../schema/fields.js';

const keyBytes: Field<string> = { schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{43}$', 'x-guildhall-class': 'public' } };

/** Public Ed25519 key (RFC 8037); `x` is base64url of 32 bytes. There is no place for a private part. */
export const publicJwk = object({
  kty: asPublic(oneOf('OKP')),
  crv: asPublic(oneOf('Ed25519')),
  x: keyBytes,
  kid: optional(asPublic(token)),
  alg: optional(asPublic(oneOf('EdDSA'))),
  use: optional(asPublic(oneOf('sig'))),
});

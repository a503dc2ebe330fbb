import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic } from '../schema/field.js';
import { instant, token } from '../schema/fields.js';
import { publicJwk } from '../structures/public-jwk.js';

/** A token key, told one hour before use (identity.md, Facts told). Both instants are wall time. */
export const signingKeyPublishedV1 = defineFactSchema({
  name: 'SigningKeyPublished',
  version: 1,
  owner: 'identity',
  key: 'kid',
  says: 'a token key, told one hour before use',
  data: {
    kid: asPublic(token),
    jwk: publicJwk,
    notBefore: asPublic(instant),
    notAfter: asPublic(instant),
  },
  example: {
    kid: '2026-03-a',
    jwk: {
      kty: 'OKP',
      crv: 'Ed25519',
      x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      kid: '2026-03-a',
      alg: 'EdDSA',
      use: 'sig',
    },
    notBefore: '2026-03-01T01:00:00.000Z',
    notAfter: '2026-06-01T01:00:00.000Z',
  },
});
export type SigningKeyPublishedData = DataOf<typeof signingKeyPublishedV1>;
export type SigningKeyPublished = FactOf<typeof signingKeyPublishedV1>;

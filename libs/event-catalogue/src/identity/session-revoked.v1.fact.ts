import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, instant } from '../schema/fields.js';

/**
 * Access tokens of this session are refused (identity.md, Facts told). `denyUntil`: wall time after which none of them can
 * still be valid.
 */
export const sessionRevokedV1 = defineFactSchema({
  name: 'SessionRevoked',
  version: 1,
  owner: 'identity',
  key: 'sessionId',
  says: 'access tokens of this session are refused',
  data: {
    sessionId: id,
    accountId: id,
    denyUntil: instant,
  },
  example: {
    sessionId: '5d0ed638-fd57-5012-888c-56a7ae544e4d',
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    denyUntil: '2026-03-10T09:36:00.000Z',
  },
});
export type SessionRevokedData = DataOf<typeof sessionRevokedV1>;
export type SessionRevoked = FactOf<typeof sessionRevokedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id } from '../schema/fields.js';
import { accountRole } from '../structures/standing.js';

/** A role of an account has ended (identity.md, Facts told). */
export const roleWithdrawnV1 = defineFactSchema({
  name: 'RoleWithdrawn',
  version: 1,
  owner: 'identity',
  key: 'accountId',
  says: 'a role of an account has ended',
  data: {
    accountId: id,
    role: accountRole,
    reasonCode: code,
  },
  example: { accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1', role: 'freelancer', reasonCode: 'own_wish' },
});
export type RoleWithdrawnData = DataOf<typeof roleWithdrawnV1>;
export type RoleWithdrawn = FactOf<typeof roleWithdrawnV1>;

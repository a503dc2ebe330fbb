import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id } from '../schema/fields.js';
import { accountRole } from '../structures/standing.js';

/** An account has a role (identity.md, Facts told). */
export const roleGrantedV1 = defineFactSchema({
  name: 'RoleGranted',
  version: 1,
  owner: 'identity',
  key: 'accountId',
  says: 'an account has a role',
  data: {
    accountId: id,
    role: accountRole,
  },
  example: { accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1', role: 'freelancer' },
});
export type RoleGrantedData = DataOf<typeof roleGrantedV1>;
export type RoleGranted = FactOf<typeof roleGrantedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, policyVersion } from '../schema/fields.js';
import { capability } from '../structures/standing.js';

/** A capability of a party is open (identity.md, Facts told). */
export const capabilityEnabledV1 = defineFactSchema({
  name: 'CapabilityEnabled',
  version: 1,
  owner: 'identity',
  key: 'partyId',
  says: 'a capability of a party is open',
  data: {
    partyId: id,
    capability,
    policyVersion,
  },
  example: { partyId: '6d42924a-b146-518c-8911-c8c29d858083', capability: 'withdraw', policyVersion: 'v1' },
});
export type CapabilityEnabledData = DataOf<typeof capabilityEnabledV1>;
export type CapabilityEnabled = FactOf<typeof capabilityEnabledV1>;

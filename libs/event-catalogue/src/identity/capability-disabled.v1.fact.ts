import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { code, id } from '../schema/fields.js';
import { capability, disabledReason } from '../structures/standing.js';

/** A capability of a party is closed, with what is missing (identity.md, Facts told). */
export const capabilityDisabledV1 = defineFactSchema({
  name: 'CapabilityDisabled',
  version: 1,
  owner: 'identity',
  key: 'partyId',
  says: 'a capability of a party is closed, with what is missing',
  data: {
    partyId: id,
    capability,
    disabledReason,
    currentlyDue: list(code),
  },
  example: {
    partyId: '6d42924a-b146-518c-8911-c8c29d858083',
    capability: 'withdraw',
    disabledReason: 'requirements.past_due',
    currentlyDue: ['identity_document'],
  },
});
export type CapabilityDisabledData = DataOf<typeof capabilityDisabledV1>;
export type CapabilityDisabled = FactOf<typeof capabilityDisabledV1>;

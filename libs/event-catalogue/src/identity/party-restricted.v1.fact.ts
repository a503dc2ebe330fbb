import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { code, day, id, oneOf } from '../schema/fields.js';
import { restrictionScope } from '../structures/standing.js';

/**
 * A restriction of a party began (identity.md, Facts told). `reviewDate`: it lapses 24:00 UTC of that day if nobody reviews it.
 */
export const partyRestrictedV1 = defineFactSchema({
  name: 'PartyRestricted',
  version: 1,
  owner: 'identity',
  key: 'restrictionId',
  says: 'a restriction of a party began',
  data: {
    partyId: id,
    restrictionId: id,
    stage: oneOf('limited', 'suspended'),
    scope: list(restrictionScope),
    reasonCode: code,
    reviewDate: day,
    carveOut: list(code),
  },
  example: {
    partyId: '6d42924a-b146-518c-8911-c8c29d858083',
    restrictionId: 'b641ca19-e69a-5df1-a588-0796226773c2',
    stage: 'limited',
    scope: ['publish'],
    reasonCode: 'terms.repeated_breach',
    reviewDate: '2026-03-15',
    carveOut: ['live_contracts', 'funded_milestones', 'earned_money'],
  },
});
export type PartyRestrictedData = DataOf<typeof partyRestrictedV1>;
export type PartyRestricted = FactOf<typeof partyRestrictedV1>;

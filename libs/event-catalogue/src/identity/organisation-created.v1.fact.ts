import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { country, id, region } from '../schema/fields.js';

/** An organisation exists and is a party (identity.md, Facts told). */
export const organisationCreatedV1 = defineFactSchema({
  name: 'OrganisationCreated',
  version: 1,
  owner: 'identity',
  key: 'organisationId',
  says: 'an organisation exists and is a party',
  data: {
    organisationId: id,
    ownerAccountId: id,
    country,
    homeRegion: region,
  },
  example: {
    organisationId: 'e15919b4-027d-560f-89cb-1ec6e31dec20',
    ownerAccountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    country: 'AT',
    homeRegion: 'eu',
  },
});
export type OrganisationCreatedData = DataOf<typeof organisationCreatedV1>;
export type OrganisationCreated = FactOf<typeof organisationCreatedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, locale, region, timeZone } from '../schema/fields.js';

/** A person has an account (identity.md, Facts told). */
export const accountRegisteredV1 = defineFactSchema({
  name: 'AccountRegistered',
  version: 1,
  owner: 'identity',
  key: 'accountId',
  says: 'a person has an account',
  data: {
    accountId: id,
    homeRegion: region,
    locale,
    timeZone,
  },
  example: {
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    homeRegion: 'eu',
    locale: 'de-AT',
    timeZone: 'Europe/Vienna',
  },
});
export type AccountRegisteredData = DataOf<typeof accountRegisteredV1>;
export type AccountRegistered = FactOf<typeof accountRegisteredV1>;

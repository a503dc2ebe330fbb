import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list, object } from '../schema/field.js';
import { country, id, locale, oneOf, publicCode, timeZone } from '../schema/fields.js';

/** Matching data of a person, without free text (identity.md, Facts told). `level`: CEFR. */
export const profilePublishedV1 = defineFactSchema({
  name: 'ProfilePublished',
  version: 1,
  owner: 'identity',
  key: 'accountId',
  says: 'matching data of a person, without free text',
  data: {
    accountId: id,
    partyId: id,
    skills: list(publicCode),
    languages: list(object({ code: locale, level: oneOf('A1', 'A2', 'B1', 'B2', 'C1', 'C2') })),
    timeZone,
    workModes: list(oneOf('remote', 'hybrid', 'on_site')),
    country,
  },
  example: {
    accountId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    partyId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    skills: ['marketplace-seo', 'ux-copy'],
    languages: [
      { code: 'de', level: 'C2' },
      { code: 'en', level: 'C1' },
    ],
    timeZone: 'Europe/Vienna',
    workModes: ['remote'],
    country: 'AT',
  },
});
export type ProfilePublishedData = DataOf<typeof profilePublishedV1>;
export type ProfilePublished = FactOf<typeof profilePublishedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { object } from '../schema/field.js';
import { code, currency, id, money, publicCode, publicId } from '../schema/fields.js';
import { pricingModel } from '../structures/pricing.js';

/** A client looks for work (gigs.md, Facts told). */
export const briefPublishedV1 = defineFactSchema({
  name: 'BriefPublished',
  version: 1,
  owner: 'gigs',
  key: 'briefId',
  says: 'a client looks for work',
  data: {
    briefId: publicId,
    clientPartyId: id,
    roleId: publicCode,
    pricingModel,
    budget: object({ low: money, high: money }),
    currency,
    confidentiality: code,
  },
  example: {
    briefId: '14e207ba-12fd-592e-80bf-5af428b74820',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    roleId: 'listing_optimization',
    pricingModel: 'fixed',
    budget: { low: { amount: '50000', currency: 'USD' }, high: { amount: '90000', currency: 'USD' } },
    currency: 'USD',
    confidentiality: 'public',
  },
});
export type BriefPublishedData = DataOf<typeof briefPublishedV1>;
export type BriefPublished = FactOf<typeof briefPublishedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic, list } from '../schema/field.js';
import { id, ordinal, publicCode, publicId } from '../schema/fields.js';
import { gigPackage, gigPrice } from '../structures/gig-package.js';
import { pricingModel } from '../structures/pricing.js';

/**
 * An immutable gig version is on sale (gigs.md, Facts told). `prices` lists each tier, and each add-on of a tier, per currency.
 */
export const gigPublishedV1 = defineFactSchema({
  name: 'GigPublished',
  version: 1,
  owner: 'gigs',
  key: 'gigId',
  says: 'an immutable gig version is on sale',
  data: {
    gigId: publicId,
    gigVersion: asPublic(ordinal),
    freelancerPartyId: id,
    categoryId: publicCode,
    roleId: publicCode,
    pricingModel,
    packages: list(gigPackage),
    prices: list(gigPrice),
  },
  example: {
    gigId: '7a25714d-4505-5aaf-a9d6-79bf099876de',
    gigVersion: 3,
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    categoryId: 'listing-copy',
    roleId: 'listing_optimization',
    pricingModel: 'fixed',
    packages: [
      {
        tier: 'basic',
        unit: 'listing',
        unitsIncluded: 10,
        revisions: 2,
        deliveryDays: 7,
        addOns: [{ addOnId: 'a-plus-content', deliveryDays: 2 }],
      },
    ],
    prices: [
      { tier: 'basic', price: { amount: '60000', currency: 'USD' } },
      { tier: 'basic', addOnId: 'a-plus-content', price: { amount: '10000', currency: 'USD' } },
    ],
  },
});
export type GigPublishedData = DataOf<typeof gigPublishedV1>;
export type GigPublished = FactOf<typeof gigPublishedV1>;

import { asPublic, list, object, optional } from '../schema/field.js';
import { count, money, ordinal, publicCode } from '../schema/fields.js';

/** One tier of a gig version: what is included, in which time, and what can be added. Names and texts stay in gigs. */
export const gigPackage = object({
  tier: publicCode,
  unit: publicCode,
  unitsIncluded: asPublic(ordinal),
  revisions: asPublic(count),
  deliveryDays: asPublic(ordinal),
  addOns: list(object({ addOnId: publicCode, deliveryDays: asPublic(count) })),
});

/** Price of a tier, or of one add-on of it, in one currency. */
export const gigPrice = object({ tier: publicCode, addOnId: optional(publicCode), price: asPublic(money) });

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic, list } from '../schema/field.js';
import { id, instant, ordinal, publicCode, publicId } from '../schema/fields.js';
import { policyRefs } from '../structures/policy-refs.js';
import { termsDraft } from '../structures/terms-draft.js';

/** A package was bought as listed (gigs.md, Facts told). `payBy`: the order lapses when it is not funded by then. */
export const packageOrderedV1 = defineFactSchema({
  name: 'PackageOrdered',
  version: 1,
  owner: 'gigs',
  key: 'gigId',
  says: 'a package was bought as listed',
  data: {
    orderId: id,
    gigId: publicId,
    gigVersion: asPublic(ordinal),
    tier: publicCode,
    addOns: list(publicCode),
    units: ordinal,
    clientPartyId: id,
    freelancerPartyId: id,
    termsDraft,
    quoteId: id,
    policyRefs,
    payBy: instant,
  },
  example: {
    orderId: '1ef87553-0f6b-567d-a8ef-2fbc428247f4',
    gigId: '7a25714d-4505-5aaf-a9d6-79bf099876de',
    gigVersion: 3,
    tier: 'basic',
    addOns: ['a-plus-content'],
    units: 1,
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    termsDraft: {
      roleId: 'listing_optimization',
      pricingModel: 'fixed',
      currency: 'USD',
      price: { amount: '70000', currency: 'USD' },
      milestones: [
        {
          kind: 'deliverable',
          amount: { amount: '70000', currency: 'USD' },
          dueInDays: 9,
          criteriaIds: ['c1'],
        },
      ],
      revisions: 2,
      autoApproval: { days: 14 },
    },
    quoteId: '9c9efe64-9257-5dde-99b9-aad034aa8253',
    policyRefs: { fee: 'v1', approval: 'v1' },
    payBy: '2026-03-02T09:45:00.000Z',
  },
});
export type PackageOrderedData = DataOf<typeof packageOrderedV1>;
export type PackageOrdered = FactOf<typeof packageOrderedV1>;

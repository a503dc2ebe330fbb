import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, publicId } from '../schema/fields.js';
import { policyRefs } from '../structures/policy-refs.js';
import { draftPricingModel, termsDraft } from '../structures/terms-draft.js';

/** An award was accepted: draft a contract (gigs.md, Facts told). */
export const proposalAcceptedV1 = defineFactSchema({
  name: 'ProposalAccepted',
  version: 1,
  owner: 'gigs',
  key: 'proposalId',
  says: 'an award was accepted: draft a contract',
  data: {
    proposalId: id,
    briefId: publicId,
    clientPartyId: id,
    freelancerPartyId: id,
    pricingModel: draftPricingModel,
    termsDraft,
    quoteId: id,
    policyRefs,
  },
  example: {
    proposalId: '65dc17f8-0479-533a-9aaf-f566a1da8ec8',
    briefId: '14e207ba-12fd-592e-80bf-5af428b74820',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    pricingModel: 'milestone',
    termsDraft: {
      roleId: 'listing_optimization',
      pricingModel: 'milestone',
      currency: 'USD',
      price: { amount: '70000', currency: 'USD' },
      milestones: [
        {
          kind: 'deliverable',
          amount: { amount: '60000', currency: 'USD' },
          dueInDays: 14,
          criteriaIds: ['c1', 'c2'],
        },
        {
          kind: 'expense',
          amount: { amount: '10000', currency: 'USD' },
          dueInDays: 14,
          criteriaIds: [],
        },
      ],
      revisions: 2,
      autoApproval: { days: 14 },
    },
    quoteId: '9c9efe64-9257-5dde-99b9-aad034aa8253',
    policyRefs: { fee: 'v1', approval: 'v1' },
  },
});
export type ProposalAcceptedData = DataOf<typeof proposalAcceptedV1>;
export type ProposalAccepted = FactOf<typeof proposalAcceptedV1>;

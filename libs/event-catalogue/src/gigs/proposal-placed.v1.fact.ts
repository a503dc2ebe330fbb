import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { id, money, publicId } from '../schema/fields.js';

/** A priced answer to a brief (gigs.md, Facts told). */
export const proposalPlacedV1 = defineFactSchema({
  name: 'ProposalPlaced',
  version: 1,
  owner: 'gigs',
  key: 'proposalId',
  says: 'a priced answer to a brief',
  data: {
    proposalId: id,
    briefId: publicId,
    freelancerPartyId: id,
    price: money,
    quoteId: id,
    winIds: list(id),
  },
  example: {
    proposalId: '65dc17f8-0479-533a-9aaf-f566a1da8ec8',
    briefId: '14e207ba-12fd-592e-80bf-5af428b74820',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    price: { amount: '60000', currency: 'USD' },
    quoteId: '9c9efe64-9257-5dde-99b9-aad034aa8253',
    winIds: [],
  },
});
export type ProposalPlacedData = DataOf<typeof proposalPlacedV1>;
export type ProposalPlaced = FactOf<typeof proposalPlacedV1>;

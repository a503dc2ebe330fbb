import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money, oneOf, token } from '../schema/fields.js';

/**
 * A KYC volume threshold was passed (payments.md, Facts told). `direction`: gross earned or spent; `lifetimeVolume` is in the
 * currency of the threshold row.
 */
export const partyVolumeCrossedV1 = defineFactSchema({
  name: 'PartyVolumeCrossed',
  version: 1,
  owner: 'payments',
  key: 'partyId',
  says: 'a KYC volume threshold was passed',
  data: {
    partyId: id,
    direction: oneOf('earned', 'spent'),
    thresholdId: token,
    lifetimeVolume: money,
  },
  example: {
    partyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    direction: 'earned',
    thresholdId: 'kyc-1',
    lifetimeVolume: { amount: '106000', currency: 'USD' },
  },
});
export type PartyVolumeCrossedData = DataOf<typeof partyVolumeCrossedV1>;
export type PartyVolumeCrossed = FactOf<typeof partyVolumeCrossedV1>;

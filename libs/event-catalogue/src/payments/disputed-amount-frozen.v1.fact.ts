import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, money } from '../schema/fields.js';

/** Disputed money cannot move (payments.md, Facts told). `amount` is gross: what was found of the claim. */
export const disputedAmountFrozenV1 = defineFactSchema({
  name: 'DisputedAmountFrozen',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'disputed money cannot move',
  data: {
    disputeId: id,
    contractId: id,
    milestoneId: id,
    freezeId: id,
    amount: money,
    heldFrozen: money,
    walletFrozenNet: money,
    shortfallNet: money,
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    freezeId: '3cbe26cf-e73a-50fd-8a19-ee6b5dd020a8',
    amount: { amount: '40000', currency: 'USD' },
    heldFrozen: { amount: '40000', currency: 'USD' },
    walletFrozenNet: { amount: '0', currency: 'USD' },
    shortfallNet: { amount: '0', currency: 'USD' },
  },
});
export type DisputedAmountFrozenData = DataOf<typeof disputedAmountFrozenV1>;
export type DisputedAmountFrozen = FactOf<typeof disputedAmountFrozenV1>;

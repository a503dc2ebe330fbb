import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { object, optional } from '../schema/field.js';
import { id, instant, money, revision } from '../schema/fields.js';

/**
 * Money is held, new or rolled on (payments.md, Facts told). `movedFrom` is there for a roll-on only; `fundingId` is then the
 * moveId.
 * `providerDeadline`: until when the provider may hold it; absent when it sets none.
 */
export const milestoneFundedV1 = defineFactSchema({
  name: 'MilestoneFunded',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'money is held, new or rolled on',
  data: {
    contractId: id,
    milestoneId: id,
    fundingId: id,
    holdId: id,
    amount: money,
    benefits: money,
    movedFrom: optional(object({ milestoneId: id, heldRemaining: money })),
    heldRemaining: money,
    escrowRevision: revision,
    providerDeadline: optional(instant),
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    fundingId: 'b1fdc718-c603-5c73-8d49-e2f27160630a',
    holdId: 'e5a96a1e-6fa0-5a21-aa9c-fb2b49652795',
    amount: { amount: '60000', currency: 'USD' },
    benefits: { amount: '0', currency: 'USD' },
    heldRemaining: { amount: '60000', currency: 'USD' },
    escrowRevision: '7',
    providerDeadline: '2026-05-31T00:00:00.000Z',
  },
});
export type MilestoneFundedData = DataOf<typeof milestoneFundedV1>;
export type MilestoneFunded = FactOf<typeof milestoneFundedV1>;

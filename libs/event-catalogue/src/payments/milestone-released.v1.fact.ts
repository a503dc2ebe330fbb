import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { id, instant, money, oneOf, revision } from '../schema/fields.js';

/** Credited to the freelancer's wallet (payments.md, Facts told). `fee` excludes `vat`; `freelancerPartyId` is the payee. */
export const milestoneReleasedV1 = defineFactSchema({
  name: 'MilestoneReleased',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'credited to the freelancer',
  data: {
    contractId: id,
    milestoneId: id,
    releaseId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    gross: money,
    fee: money,
    taxWithheld: money,
    vat: money,
    benefits: money,
    net: money,
    availableAt: instant,
    source: oneOf('hold', 'reserve'),
    heldRemaining: money,
    escrowRevision: revision,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    releaseId: 'e1692ab5-9544-5651-89de-34067839ea05',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    gross: { amount: '60000', currency: 'USD' },
    fee: { amount: '11000', currency: 'USD' },
    taxWithheld: { amount: '0', currency: 'USD' },
    vat: { amount: '0', currency: 'USD' },
    benefits: { amount: '0', currency: 'USD' },
    net: { amount: '49000', currency: 'USD' },
    availableAt: '2026-03-21T00:00:00.000Z',
    source: 'hold',
    heldRemaining: { amount: '0', currency: 'USD' },
    escrowRevision: '7',
  },
});
export type MilestoneReleasedData = DataOf<typeof milestoneReleasedV1>;
export type MilestoneReleased = FactOf<typeof milestoneReleasedV1>;

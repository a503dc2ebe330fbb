import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { nonEmptyList, object, optional } from '../schema/field.js';
import { id, instant, money } from '../schema/fields.js';

/**
 * Collect this money now (contracts.md, Facts told). Payments alone times `payBy`.
 * `changeOrderId` is there only when a change order waits for the money.
 */
export const fundingRequestedV1 = defineFactSchema({
  name: 'FundingRequested',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'collect this money now',
  data: {
    contractId: id,
    fundingId: id,
    clientPartyId: id,
    lines: nonEmptyList(object({ milestoneId: id, amount: money })),
    quoteId: id,
    payBy: instant,
    changeOrderId: optional(id),
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    fundingId: 'b1fdc718-c603-5c73-8d49-e2f27160630a',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    lines: [
      {
        milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
        amount: { amount: '60000', currency: 'USD' },
      },
    ],
    quoteId: '9c9efe64-9257-5dde-99b9-aad034aa8253',
    payBy: '2026-03-02T09:45:00.000Z',
  },
});
export type FundingRequestedData = DataOf<typeof fundingRequestedV1>;
export type FundingRequested = FactOf<typeof fundingRequestedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { nonEmptyList, optional } from '../schema/field.js';
import { code, count, flag, id, instant } from '../schema/fields.js';

/**
 * No money came; `final`: none will come (payments.md, Facts told). `attempt`: charges tried so far, 0 when `payBy` passed
 * without one.
 * `retryAt` is absent when nothing is tried again by itself.
 */
export const fundingFailedV1 = defineFactSchema({
  name: 'FundingFailed',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'no money came',
  data: {
    contractId: id,
    milestoneIds: nonEmptyList(id),
    fundingId: id,
    reasonCode: code,
    attempt: count,
    retryAt: optional(instant),
    final: flag,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneIds: ['9a286fa0-93b2-5a45-9cb9-c05b588936c7'],
    fundingId: 'b1fdc718-c603-5c73-8d49-e2f27160630a',
    reasonCode: 'card_declined',
    attempt: 1,
    retryAt: '2026-03-03T09:30:00.000Z',
    final: false,
  },
});
export type FundingFailedData = DataOf<typeof fundingFailedV1>;
export type FundingFailed = FactOf<typeof fundingFailedV1>;

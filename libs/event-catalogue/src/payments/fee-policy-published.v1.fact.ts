import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { asPublic } from '../schema/field.js';
import { hash, instant, policyVersion } from '../schema/fields.js';
import { feeRules } from '../structures/fee-rules.js';

/** A fee policy version exists (payments.md, Facts told). */
export const feePolicyPublishedV1 = defineFactSchema({
  name: 'FeePolicyPublished',
  version: 1,
  owner: 'payments',
  key: 'policyVersion',
  says: 'a fee policy version exists',
  data: {
    policyVersion,
    effectiveFrom: asPublic(instant),
    rules: feeRules,
    policyHash: asPublic(hash),
  },
  example: {
    policyVersion: 'v1',
    effectiveFrom: '2026-01-01T00:00:00.000Z',
    rules: {
      clientPercent: 5,
      expensePercent: 0,
      freelancerTiers: {
        USD: [
          { percent: 20, upTo: { amount: '50000', currency: 'USD' } },
          { percent: 10, upTo: { amount: '1000000', currency: 'USD' } },
          { percent: 5, upTo: null },
        ],
      },
      milestoneMinimum: { USD: { amount: '500', currency: 'USD' } },
      payoutMinimum: { USD: { amount: '1000', currency: 'USD' } },
    },
    policyHash: 'sha256:b80cdaae9b322bba2a38fd396299782a4cc6b4a0ccf67fccbbcc617c94a46026',
  },
});
export type FeePolicyPublishedData = DataOf<typeof feePolicyPublishedV1>;
export type FeePolicyPublished = FactOf<typeof feePolicyPublishedV1>;

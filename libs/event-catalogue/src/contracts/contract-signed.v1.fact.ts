import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { nonEmptyList } from '../schema/field.js';
import { currency, hash, id, ordinal, percent, publicCode } from '../schema/fields.js';
import { origin } from '../structures/origin.js';
import { plannedMilestone } from '../structures/planned-milestone.js';
import { policyRefs } from '../structures/policy-refs.js';
import { pricingModel } from '../structures/pricing.js';

/** Both signatures over one hash (contracts.md, Facts told). `benefitsPercent`: of gross, on top of it; 0 for none. */
export const contractSignedV1 = defineFactSchema({
  name: 'ContractSigned',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'both signatures over one hash',
  data: {
    contractId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    origin,
    roleId: publicCode,
    pricingModel,
    currency,
    termsVersion: ordinal,
    termsHash: hash,
    policyRefs,
    milestones: nonEmptyList(plannedMilestone),
    benefitsPercent: percent,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    origin: { kind: 'proposal', id: '65dc17f8-0479-533a-9aaf-f566a1da8ec8' },
    roleId: 'listing_optimization',
    pricingModel: 'fixed',
    currency: 'USD',
    termsVersion: 1,
    termsHash: 'sha256:51d2361f4faea3bc8f9facdbc7d99abb555596a2e51f7b25fd3b41c93587e616',
    policyRefs: { fee: 'v1', approval: 'v1' },
    milestones: [
      {
        milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
        kind: 'deliverable',
        amount: { amount: '60000', currency: 'USD' },
        dueAt: '2026-03-16T00:00:00.000Z',
      },
    ],
    benefitsPercent: 0,
  },
});
export type ContractSignedData = DataOf<typeof contractSignedV1>;
export type ContractSigned = FactOf<typeof contractSignedV1>;

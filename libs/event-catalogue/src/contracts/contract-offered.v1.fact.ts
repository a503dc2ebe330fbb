import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { currency, hash, id, instant } from '../schema/fields.js';
import { origin } from '../structures/origin.js';
import { pricingModel } from '../structures/pricing.js';

/** Terms lie ready for signature (contracts.md, Facts told). */
export const contractOfferedV1 = defineFactSchema({
  name: 'ContractOffered',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'terms lie ready for signature',
  data: {
    contractId: id,
    clientPartyId: id,
    freelancerPartyId: id,
    origin,
    pricingModel,
    currency,
    termsHash: hash,
    expiresAt: instant,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    freelancerPartyId: 'adba5708-f0d0-5f1f-b871-a1fd2536c23e',
    origin: { kind: 'proposal', id: '65dc17f8-0479-533a-9aaf-f566a1da8ec8' },
    pricingModel: 'milestone',
    currency: 'USD',
    termsHash: 'sha256:51d2361f4faea3bc8f9facdbc7d99abb555596a2e51f7b25fd3b41c93587e616',
    expiresAt: '2026-03-09T00:00:00.000Z',
  },
});
export type ContractOfferedData = DataOf<typeof contractOfferedV1>;
export type ContractOffered = FactOf<typeof contractOfferedV1>;

import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { optional } from '../schema/field.js';
import { code, hash, id, instant, ordinal } from '../schema/fields.js';

/** Work was delivered (contracts.md, Facts told). `autoApproveAt` is absent when the terms hold no auto-approval. */
export const milestoneSubmittedV1 = defineFactSchema({
  name: 'MilestoneSubmitted',
  version: 1,
  owner: 'contracts',
  key: 'contractId',
  says: 'work was delivered',
  data: {
    contractId: id,
    milestoneId: id,
    deliverableVersion: ordinal,
    contentHash: hash,
    submittedAt: instant,
    autoApproveAt: optional(instant),
    aiUse: code,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    deliverableVersion: 2,
    contentHash: 'sha256:00e13ed7af55b27622f1d6eab5bec0147e68efe28dc2b12461117afa1a5ed40e',
    submittedAt: '2026-03-14T18:00:00.000Z',
    autoApproveAt: '2026-03-29T00:00:00.000Z',
    aiUse: 'assisted',
  },
});
export type MilestoneSubmittedData = DataOf<typeof milestoneSubmittedV1>;
export type MilestoneSubmitted = FactOf<typeof milestoneSubmittedV1>;

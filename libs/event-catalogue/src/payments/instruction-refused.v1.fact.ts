import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { optional } from '../schema/field.js';
import { id, revision } from '../schema/fields.js';
import { instructionKind, refusalReason } from '../structures/instructions.js';

/**
 * A money instruction could not be booked; nothing moved (payments.md, Facts told).
 * `instructionId`: the releaseId, refundId, splitId or fundingId. `milestoneId` is absent for kind funding, which may name
 * several.
 */
export const instructionRefusedV1 = defineFactSchema({
  name: 'InstructionRefused',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'a money instruction could not be booked; nothing moved',
  data: {
    contractId: id,
    milestoneId: optional(id),
    instructionId: id,
    kind: instructionKind,
    reasonCode: refusalReason,
    escrowRevision: revision,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    instructionId: '4df3f6a0-694f-514c-9aa0-af2fa79717e5',
    kind: 'split',
    reasonCode: 'exceeds_held',
    escrowRevision: '7',
  },
});
export type InstructionRefusedData = DataOf<typeof instructionRefusedV1>;
export type InstructionRefused = FactOf<typeof instructionRefusedV1>;

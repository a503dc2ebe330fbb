import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, id, money, revision } from '../schema/fields.js';

/** A release met a freeze; the rest stays owed to it (payments.md, Facts told). */
export const releaseDeferredV1 = defineFactSchema({
  name: 'ReleaseDeferred',
  version: 1,
  owner: 'payments',
  key: 'contractId',
  says: 'a release met a freeze; the rest stays owed to it',
  data: {
    contractId: id,
    milestoneId: id,
    releaseId: id,
    released: money,
    deferred: money,
    reasonCode: code,
    escrowRevision: revision,
  },
  example: {
    contractId: '29dc703c-94d4-5e5b-80dd-d81a22148c6f',
    milestoneId: '9a286fa0-93b2-5a45-9cb9-c05b588936c7',
    releaseId: 'e1692ab5-9544-5651-89de-34067839ea05',
    released: { amount: '40000', currency: 'USD' },
    deferred: { amount: '40000', currency: 'USD' },
    reasonCode: 'frozen',
    escrowRevision: '7',
  },
});
export type ReleaseDeferredData = DataOf<typeof releaseDeferredV1>;
export type ReleaseDeferred = FactOf<typeof releaseDeferredV1>;

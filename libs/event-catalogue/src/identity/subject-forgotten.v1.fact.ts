import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { nullable } from '../schema/field.js';
import { id, instant } from '../schema/fields.js';

/**
 * The keys of a person are destroyed: drop every copy of personal data (identity.md, Facts told). `subjectId`: the account, which is
 * also the person's party. `pseudonymId`: random, what may be shown in its place. `legalHoldUntil`: when the rest goes, which the law
 * has kept (verification documents, invoices); null: nothing is kept, or no longer. Told again at that end.
 */
export const subjectForgottenV1 = defineFactSchema({
  name: 'SubjectForgotten',
  version: 1,
  owner: 'identity',
  key: 'subjectId',
  says: 'the keys of a person are destroyed: drop every copy of personal data',
  data: {
    subjectId: id,
    pseudonymId: id,
    requestedAt: instant,
    legalHoldUntil: nullable(instant),
  },
  example: {
    subjectId: '8fac2768-2267-5b88-b0c1-49a5a884a9d1',
    pseudonymId: 'b1d5c0de-6f0f-4d37-9b52-5a3f5ad5f1e9',
    requestedAt: '2026-06-02T09:00:00.000Z',
    legalHoldUntil: '2031-06-01T09:00:00.000Z',
  },
});
export type SubjectForgottenData = DataOf<typeof subjectForgottenV1>;
export type SubjectForgotten = FactOf<typeof subjectForgottenV1>;

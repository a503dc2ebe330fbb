import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { code, id } from '../schema/fields.js';

/** A mediator has the case, and why this one (disputes.md, Facts told). */
export const mediatorAssignedV1 = defineFactSchema({
  name: 'MediatorAssigned',
  version: 1,
  owner: 'disputes',
  key: 'disputeId',
  says: 'a mediator has the case, and why this one',
  data: {
    disputeId: id,
    mediatorAccountId: id,
    reasonCodes: list(code),
  },
  example: {
    disputeId: 'fc502577-33d8-5fb7-953e-bf0c75ad7db0',
    mediatorAccountId: '66384e8f-86ca-56be-be98-5a05290487e9',
    reasonCodes: ['least_load', 'language_match'],
  },
});
export type MediatorAssignedData = DataOf<typeof mediatorAssignedV1>;
export type MediatorAssigned = FactOf<typeof mediatorAssignedV1>;

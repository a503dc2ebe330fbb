import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { list } from '../schema/field.js';
import { code, id, publicId } from '../schema/fields.js';

/** A brief is filled, withdrawn or idle (gigs.md, Facts told). */
export const briefClosedV1 = defineFactSchema({
  name: 'BriefClosed',
  version: 1,
  owner: 'gigs',
  key: 'briefId',
  says: 'a brief is filled, withdrawn or idle',
  data: {
    briefId: publicId,
    clientPartyId: id,
    reason: code,
    hiredPartyIds: list(id),
    losingPartyIds: list(id),
  },
  example: {
    briefId: '14e207ba-12fd-592e-80bf-5af428b74820',
    clientPartyId: '7e014f6b-1b3f-5c1c-8045-75472df8e535',
    reason: 'filled',
    hiredPartyIds: ['adba5708-f0d0-5f1f-b871-a1fd2536c23e'],
    losingPartyIds: [],
  },
});
export type BriefClosedData = DataOf<typeof briefClosedV1>;
export type BriefClosed = FactOf<typeof briefClosedV1>;

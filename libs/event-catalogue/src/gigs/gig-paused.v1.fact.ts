import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { code, oneOf, publicId } from '../schema/fields.js';

/** A gig takes no new orders (gigs.md, Facts told). */
export const gigPausedV1 = defineFactSchema({
  name: 'GigPaused',
  version: 1,
  owner: 'gigs',
  key: 'gigId',
  says: 'a gig takes no new orders',
  data: {
    gigId: publicId,
    by: oneOf('freelancer', 'timer', 'restriction'),
    reasonCode: code,
  },
  example: { gigId: '7a25714d-4505-5aaf-a9d6-79bf099876de', by: 'freelancer', reasonCode: 'own_wish' },
});
export type GigPausedData = DataOf<typeof gigPausedV1>;
export type GigPaused = FactOf<typeof gigPausedV1>;

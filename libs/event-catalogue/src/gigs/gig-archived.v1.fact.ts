import { defineFactSchema, type DataOf, type FactOf } from '../schema/fact-definition.js';
import { publicId } from '../schema/fields.js';

/** A gig is withdrawn for good (gigs.md, Facts told). */
export const gigArchivedV1 = defineFactSchema({
  name: 'GigArchived',
  version: 1,
  owner: 'gigs',
  key: 'gigId',
  says: 'a gig is withdrawn for good',
  data: {
    gigId: publicId,
  },
  example: { gigId: '7a25714d-4505-5aaf-a9d6-79bf099876de' },
});
export type GigArchivedData = DataOf<typeof gigArchivedV1>;
export type GigArchived = FactOf<typeof gigArchivedV1>;

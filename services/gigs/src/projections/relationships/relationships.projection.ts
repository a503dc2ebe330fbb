import { defineProjection } from '@guildhall/event-sourcing';
import {
  relationshipDecider,
  type RelationshipEvent,
  type RelationshipState,
} from '../../domain/relationship/relationship.decider.js';

/** Totals between a client and a freelancer, by currency, in minor units. */
export type RelationshipDocument = RelationshipState & Readonly<{ clientPartyId: string; freelancerPartyId: string }>;

/** What a freelancer would net depends on it. */
export const relationships = defineProjection<RelationshipEvent, RelationshipDocument>({
  name: 'relationships',
  version: 1,
  from: ['gigs.relationship'],
  indexes: [{ key: { freelancerPartyId: 1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, event) {
    const { clientPartyId, freelancerPartyId } = event.data;
    return {
      ...relationshipDecider.evolve(document ?? relationshipDecider.initialState(), event),
      clientPartyId,
      freelancerPartyId,
    };
  },
});

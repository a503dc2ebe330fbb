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
    const state: RelationshipState | undefined = relationshipDecider.evolve(
      document ?? relationshipDecider.initialState(),
      event,
    );
    // A type that only a newer version knows falls through the fold.
    return state === undefined ? document : { ...state, clientPartyId, freelancerPartyId };
  },
});

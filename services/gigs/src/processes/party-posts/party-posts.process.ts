import { send, type OwnEvent, type Reaction, type Send } from '@guildhall/kernel';
import type { BriefEvent } from '../../domain/brief/brief.events.js';
import type { GigEvent } from '../../domain/gig/gig.events.js';

type Input = OwnEvent & (BriefEvent | GigEvent);
type Told = Readonly<{ partyId: string; type: string; data: object }>;

const note = ({ partyId, type, data }: Told): readonly Send[] => [send('note', { type, data: { partyId, ...data } })];

/** Keeps in the party's stream what it has on offer, so that a restriction or a closed account finds all of it. */
export const partyPosts: Reaction<Input> = {
  kind: 'reaction',
  name: 'party-posts',
  from: ['gigs.gig', 'gigs.brief'],
  react({ type, data }) {
    switch (type) {
      case 'GigPublished':
        return note({ partyId: data.freelancerPartyId, type: 'NotePostLive', data: { postKind: 'gig', postId: data.gigId } });
      case 'BriefPublished':
        return note({ partyId: data.clientPartyId, type: 'NotePostLive', data: { postKind: 'brief', postId: data.briefId } });
      case 'BriefClosed':
        return note({ partyId: data.clientPartyId, type: 'NotePostLeft', data: { postId: data.briefId } });
      case 'GigArchived':
        return note({ partyId: data.freelancerPartyId, type: 'NotePostLeft', data: { postId: data.gigId } });
      case 'PostDenied':
        if (data.postKind === 'gig' && data.stillOnSale === 'yes') return [];
        return note({ partyId: data.partyId, type: 'NotePostLeft', data: { postId: data.postId } });
      case 'ProposalEntered': {
        const { proposalId, briefId, freelancerPartyId: partyId } = data;
        return note({ partyId, type: 'NoteProposalOpened', data: { proposalId, briefId } });
      }
      case 'SlotTaken':
      case 'ProposalLeft':
        return note({ partyId: data.freelancerPartyId, type: 'NoteProposalClosed', data: { proposalId: data.proposalId } });
      case 'GigDrafted':
      case 'GigSubmitted':
      case 'PostReviewed':
      case 'GigPaused':
      case 'PackageOrdered':
      case 'BriefDrafted':
      case 'PostHeldForReview':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
        return [];
    }
  },
};

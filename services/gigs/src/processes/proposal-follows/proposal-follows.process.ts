import { send, type OwnEvent, type Reaction, type Send } from '@guildhall/kernel';
import type { BriefEvent } from '../../domain/brief/brief.events.js';

type Input = OwnEvent & BriefEvent;

const note = (proposalId: string, type: string, data: object = {}): readonly Send[] => [
  send('follow', { type, data: { proposalId, ...data } }),
];

/** The proposal's own stream follows what the brief's stream decided; the facts of proposals are told from there. */
export const proposalFollows: Reaction<Input> = {
  kind: 'reaction',
  name: 'proposal-follows',
  from: ['gigs.brief'],
  react({ type, data }) {
    switch (type) {
      case 'ProposalEntered': {
        const { at: placedAt, quoteValidUntil: _, ...entered } = data;
        return note(data.proposalId, 'Place', { ...entered, price: data.terms.price, winIds: [], placedAt });
      }
      case 'ProposalShortlisted':
        return note(data.proposalId, 'NoteShortlisted');
      case 'AwardGiven':
        return note(data.proposalId, 'NoteAwarded', { expiresAt: data.expiresAt });
      case 'AwardTakenBack':
        return note(data.proposalId, 'NoteAwardTakenBack');
      case 'SlotTaken':
        return note(data.proposalId, 'NoteAccepted', { quoteId: data.quoteId, policyRefs: data.policyRefs });
      case 'ProposalLeft':
        return note(data.proposalId, 'NoteLeft', { as: data.as });
      case 'BriefDrafted':
      case 'BriefPublished':
      case 'PostHeldForReview':
      case 'PostReviewed':
      case 'PostDenied':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
      case 'BriefClosed':
        return [];
    }
  },
};

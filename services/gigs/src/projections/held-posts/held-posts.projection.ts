import { defineProjection } from '@guildhall/event-sourcing';
import type { BriefEvent } from '../../domain/brief/brief.events.js';
import type { GigEvent } from '../../domain/gig/gig.events.js';

/** What an operator reads of a post; kept from its draft on, listed while `state` is held. */
export type HeldPostDocument = Readonly<{
  postId: string;
  postKind: 'gig' | 'brief';
  partyId: string;
  title: string;
  description: string;
  state: 'unheld' | 'held';
  ruleId: string | null;
  reasonCode: string | null;
  heldAt: string | null;
}>;

const freed = { state: 'unheld', ruleId: null, reasonCode: null, heldAt: null } as const;

/** Posts that wait for an operator, with the rule that held them. */
export const heldPosts = defineProjection<BriefEvent | GigEvent, HeldPostDocument>({
  name: 'held-posts',
  version: 1,
  from: ['gigs.gig', 'gigs.brief'],
  indexes: [{ key: { state: 1, heldAt: 1, postId: 1 } }],
  ids({ type, streamKey }) {
    switch (type) {
      case 'GigDrafted':
      case 'BriefDrafted':
      case 'GigSubmitted':
      case 'PostHeldForReview':
      case 'PostReviewed':
        return [streamKey];
      case 'GigPublished':
      case 'PostDenied':
      case 'GigPaused':
      case 'GigArchived':
      case 'PackageOrdered':
      case 'BriefPublished':
      case 'ProposalEntered':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'SlotTaken':
      case 'OfferOut':
      case 'SlotFreed':
      case 'HireSigned':
      case 'ProposalLeft':
      case 'BriefClosed':
        return [];
    }
  },
  reduce(document, event) {
    const { type, data, streamKey: postId } = event;
    if (type === 'GigDrafted')
      return {
        postId,
        postKind: 'gig',
        partyId: data.freelancerPartyId,
        title: data.title,
        description: data.description,
        ...freed,
      };
    if (type === 'BriefDrafted') {
      const { clientPartyId: partyId, title, description, outcome } = data;
      return { postId, postKind: 'brief', partyId, title, description: `${description}\n\n${outcome}`, ...freed };
    }
    if (!document) return null;
    if (type === 'GigSubmitted' || type === 'PostHeldForReview')
      return { ...document, state: 'held', ruleId: data.ruleId, reasonCode: data.reasonCode, heldAt: event.occurredAt };
    return { ...document, ...freed };
  },
});

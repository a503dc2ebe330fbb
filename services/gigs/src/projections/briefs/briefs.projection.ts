import { defineProjection } from '@guildhall/event-sourcing';
import { briefContentOf } from '../../domain/erased-content.js';
import type { BriefContent, BriefEvent } from '../../domain/brief/brief.events.js';
import type { BriefStatus } from '../../domain/brief/brief.state.js';
import type { PartyEvent } from '../../domain/party/party.events.js';

type HireState = 'accepted' | 'offer_out' | 'signed';

/** A brief with what competes for it. `hidden`: a restriction of the client hides it from everybody else. */
export type BriefDocument = Readonly<
  BriefContent & {
    briefId: string;
    clientPartyId: string;
    state: Exclude<BriefStatus, '(none)'>;
    hidden: 'no' | 'yes';
    publishedAt: string | null;
    review: Readonly<{ ruleId: string; reasonCode: string }> | null;
    proposals: number;
    hiring: readonly Readonly<{ proposalId: string; state: HireState; contractId: string | null }>[];
    closed: Readonly<{ reason: string; hires: number }> | null;
    draftedAt: string;
  }
>;

const hire = (document: BriefDocument, proposalId: string, state: HireState, contractId: string | null): BriefDocument => {
  const others = document.hiring.filter((other) => other.proposalId !== proposalId);
  return { ...document, hiring: [...others, { proposalId, state, contractId }] };
};

/** My briefs, and briefs that wait for proposals. */
export const briefs = defineProjection<BriefEvent | PartyEvent, BriefDocument>({
  name: 'briefs',
  version: 1,
  from: ['gigs.brief', 'gigs.party'],
  indexes: [
    { key: { clientPartyId: 1, draftedAt: -1, briefId: -1 } },
    { key: { state: 1, hidden: 1, publishedAt: -1, briefId: -1 } },
    { key: { state: 1, hidden: 1, roleId: 1, publishedAt: -1, briefId: -1 } },
  ],
  ids(event) {
    switch (event.type) {
      case 'RestrictionBegan':
      case 'RestrictionEnded':
      case 'PostStopped':
        return event.data.briefIds;
      case 'CapabilityOpened':
      case 'CapabilityClosed':
      case 'AccountClosureSeen':
      case 'ProfileSeen':
      case 'PayerValidated':
      case 'ReviewSeen':
      case 'ScoreSeen':
      case 'PostOffered':
      case 'PostLeft':
      case 'ProposalOpened':
      case 'ProposalClosed':
        return [];
      case 'BriefDrafted':
      case 'BriefPublished':
      case 'PostHeldForReview':
      case 'PostReviewed':
      case 'PostDenied':
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
        return [event.streamKey];
    }
  },
  reduce(document, event) {
    if (event.type === 'BriefDrafted') {
      const { authorAccountId: _author, criteriaIds: _ids, kpiCount: _count, ...drafted } = briefContentOf(event.data);
      const nothingYet = { publishedAt: null, review: null, proposals: 0, hiring: [], closed: null } as const;
      return { ...drafted, state: 'draft', hidden: 'no', ...nothingYet, draftedAt: document?.draftedAt ?? event.occurredAt };
    }
    if (!document) return null;
    switch (event.type) {
      case 'BriefPublished':
        return { ...document, state: 'open', publishedAt: event.data.at, review: null };
      case 'PostHeldForReview': {
        const { ruleId, reasonCode } = event.data;
        return { ...document, state: 'held', review: { ruleId, reasonCode } };
      }
      case 'PostDenied': {
        const { ruleId, reasonCode } = event.data;
        return { ...document, state: 'denied', review: { ruleId, reasonCode } };
      }
      case 'ProposalEntered':
        return { ...document, proposals: document.proposals + 1 };
      case 'ProposalLeft':
        return { ...document, proposals: document.proposals - 1 };
      case 'SlotTaken':
        return hire(document, event.data.proposalId, 'accepted', null);
      case 'OfferOut':
        return hire(document, event.data.proposalId, 'offer_out', event.data.contractId);
      case 'HireSigned':
        return hire(document, event.data.proposalId, 'signed', event.data.contractId);
      case 'SlotFreed': {
        const { proposalId } = event.data;
        return { ...document, hiring: document.hiring.filter((other) => other.proposalId !== proposalId) };
      }
      case 'BriefClosed':
        return { ...document, state: 'closed', closed: { reason: event.data.reason, hires: event.data.hiredPartyIds.length } };
      case 'RestrictionBegan':
        return event.data.hides === 'yes' ? { ...document, hidden: 'yes' } : document;
      case 'RestrictionEnded':
        return event.data.shows === 'yes' ? { ...document, hidden: 'no' } : document;
      case 'PostStopped':
        return { ...document, hidden: 'yes' };
      case 'PostReviewed':
      case 'ProposalShortlisted':
      case 'AwardGiven':
      case 'AwardTakenBack':
      case 'CapabilityOpened':
      case 'CapabilityClosed':
      case 'AccountClosureSeen':
      case 'ProfileSeen':
      case 'PayerValidated':
      case 'ReviewSeen':
      case 'ScoreSeen':
      case 'PostOffered':
      case 'PostLeft':
      case 'ProposalOpened':
      case 'ProposalClosed':
        return document;
    }
  },
});

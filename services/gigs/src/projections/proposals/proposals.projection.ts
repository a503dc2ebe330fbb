import { defineProjection } from '@guildhall/event-sourcing';
import type { Money } from '@guildhall/kernel';
import type { TermsDraft } from '../../domain/pricing.js';
import type { ProposalEvent, ProposalStatus } from '../../domain/proposal/proposal.decider.js';

/** A proposal as its two parties see it; `placedOn`: UTC date, counted for the daily limit. */
export type ProposalDocument = Readonly<{
  proposalId: string;
  briefId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  coverNote: string;
  price: Money;
  terms: TermsDraft;
  quoteId: string;
  state: Exclude<ProposalStatus, '(none)'>;
  placedAt: string;
  placedOn: string;
  expiresAt: string | null;
}>;

export const proposals = defineProjection<ProposalEvent, ProposalDocument>({
  name: 'proposals',
  version: 1,
  from: ['gigs.proposal'],
  indexes: [
    { key: { briefId: 1, placedAt: -1, proposalId: -1 } },
    { key: { freelancerPartyId: 1, placedAt: -1, proposalId: -1 } },
    { key: { freelancerPartyId: 1, placedOn: 1 } },
  ],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data }) {
    switch (type) {
      case 'ProposalPlaced': {
        const { authorAccountId: _author, policyRefs: _policies, winIds: _wins, ...placed } = data;
        return { ...placed, state: 'placed', placedOn: data.placedAt.slice(0, 10), expiresAt: null };
      }
      case 'ProposalShortlisted':
      case 'AwardRevoked':
        return document && { ...document, state: 'shortlisted', expiresAt: null };
      case 'ProposalAwarded':
        return document && { ...document, state: 'awarded', expiresAt: data.expiresAt };
      case 'ProposalAccepted':
        return document && { ...document, state: 'accepted', quoteId: data.quoteId, expiresAt: null };
      case 'ProposalDeclined':
        return document && { ...document, state: 'declined', expiresAt: null };
      case 'ProposalExpired':
        return document && { ...document, state: 'expired', expiresAt: null };
      case 'ProposalRetracted':
        return document && { ...document, state: 'retracted', expiresAt: null };
    }
  },
});

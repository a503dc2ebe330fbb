import { defineProjection } from '@guildhall/event-sourcing';
import type { PartyEvent } from '../../domain/party/party.events.js';

type Score = Readonly<{
  roleId: string;
  headline: number | null;
  n: number;
  clients: number;
  scoreVersion: string;
  asOf: string;
}>;
type Review = Readonly<{ reviewId: string; roleId: string; mean: number; revealedAt: string }>;

/** What posts show of those behind them; nothing here is personal text. */
export type PartyDocument = Readonly<{
  partyId: string;
  /** `get_paid` is enabled: identity has checked this party. */
  verified: boolean;
  /** `hire` is enabled. */
  mayHire: boolean;
  /** A payment instrument of the party was validated. */
  verifiedPayer: boolean;
  country: string | null;
  skills: readonly string[];
  languages: readonly Readonly<{ code: string; level: string }>[];
  workModes: readonly string[];
  timeZone: string | null;
  /** As a freelancer, one a work role. */
  scores: readonly Score[];
  reviews: number;
  /** Sum of the means of all reviews, so that their mean needs no list of them. */
  reviewSum: number;
  /** The newest ones. */
  latestReviews: readonly Review[];
}>;

const LATEST = 20;

const nobody = (partyId: string): PartyDocument => ({
  partyId,
  verified: false,
  mayHire: false,
  verifiedPayer: false,
  country: null,
  skills: [],
  languages: [],
  workModes: [],
  timeZone: null,
  scores: [],
  reviews: 0,
  reviewSum: 0,
  latestReviews: [],
});

const withCapability = (document: PartyDocument, capability: string, open: boolean): PartyDocument => {
  if (capability === 'get_paid') return { ...document, verified: open };
  return capability === 'hire' ? { ...document, mayHire: open } : document;
};

/** A party as gigs shows it. */
export const parties = defineProjection<PartyEvent, PartyDocument>({
  name: 'parties',
  version: 1,
  from: ['gigs.party'],
  indexes: [{ key: { partyId: 1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(known, { type, data }, partyId) {
    const document = known ?? nobody(partyId);
    switch (type) {
      case 'CapabilityOpened':
        return withCapability(document, data.capability, true);
      case 'CapabilityClosed':
        return withCapability(document, data.capability, false);
      case 'PayerValidated':
        return { ...document, verifiedPayer: true };
      case 'ProfileSeen': {
        const { skills, languages, timeZone, workModes, country } = data;
        return { ...document, skills, languages, timeZone, workModes, country };
      }
      case 'ScoreSeen': {
        if (data.side === 'client') return document;
        const { side: _, ...score } = data;
        return { ...document, scores: [...document.scores.filter(({ roleId }) => roleId !== data.roleId), score] };
      }
      case 'ReviewSeen': {
        const ratings = data.dimensions.map(({ rating }) => rating);
        if (ratings.length === 0) return document;
        const mean = ratings.reduce((sum, rating) => sum + rating, 0) / ratings.length;
        const review = { reviewId: data.reviewId, roleId: data.roleId, mean, revealedAt: data.revealedAt };
        const latestReviews = [review, ...document.latestReviews].slice(0, LATEST);
        return { ...document, reviews: document.reviews + 1, reviewSum: document.reviewSum + mean, latestReviews };
      }
      case 'RestrictionBegan':
      case 'RestrictionEnded':
      case 'AccountClosureSeen':
      case 'PostOffered':
      case 'PostStopped':
      case 'PostLeft':
      case 'ProposalOpened':
      case 'ProposalClosed':
        return document;
    }
  },
});

import { defineProjection, ERASED } from '@guildhall/event-sourcing';
import { gigContentOf } from '../../domain/erased-content.js';
import type { GigContent, GigEvent } from '../../domain/gig/gig.events.js';
import type { GigDraft, GigStatus } from '../../domain/gig/gig.state.js';

export type GigVersionDocument = Readonly<GigContent & { slug: string }>;

/** A gig with the version on sale and the draft of the next one. */
export type GigDocument = Readonly<{
  gigId: string;
  freelancerPartyId: string;
  state: Exclude<GigStatus, '(none)'>;
  pausedBy: 'freelancer' | 'timer' | 'restriction' | null;
  gigVersion: number;
  onSale: GigVersionDocument | null;
  draft: (GigVersionDocument & Readonly<{ state: 'draft' | 'in_review' | 'denied' }>) | null;
  review: Readonly<{ ruleId: string; reasonCode: string }> | null;
  orders: number;
  draftedAt: string;
  publishedAt: string | null;
}>;

const versionOf = (drafted: GigDraft): GigVersionDocument => {
  const { gigId: _id, freelancerPartyId: _party, authorAccountId: _author, draftVersion: _version, ...content } = drafted;
  return content;
};

/** My gigs, and the public page of a gig. */
export const gigs = defineProjection<GigEvent, GigDocument>({
  name: 'gigs',
  version: 1,
  from: ['gigs.gig'],
  indexes: [{ key: { freelancerPartyId: 1, draftedAt: -1, gigId: -1 } }],
  ids: ({ streamKey }) => [streamKey],
  reduce(document, { type, data, occurredAt }) {
    if (type === 'GigDrafted') {
      const draft = { ...versionOf(gigContentOf(data)), state: 'draft' } as const;
      if (document) return { ...document, draft, state: document.gigVersion > 0 ? document.state : 'draft', review: null };
      const { gigId, freelancerPartyId } = data;
      const nothingYet = { pausedBy: null, gigVersion: 0, onSale: null, review: null, orders: 0, publishedAt: null } as const;
      return { gigId, freelancerPartyId, state: 'draft', ...nothingYet, draft, draftedAt: occurredAt };
    }
    if (!document) return null;
    const { draft, gigVersion } = document;
    switch (type) {
      case 'GigSubmitted': {
        const review = { ruleId: data.ruleId, reasonCode: data.reasonCode };
        const state = gigVersion > 0 ? document.state : 'in_review';
        return { ...document, state, draft: draft && { ...draft, state: 'in_review' }, review };
      }
      case 'GigPublished': {
        const live = { ...document, state: 'active', pausedBy: null } as const;
        if (data.gigVersion === gigVersion || !draft) return live;
        const { state: _state, ...onSale } = draft;
        return { ...live, gigVersion: data.gigVersion, onSale, draft: null, review: null, publishedAt: occurredAt };
      }
      case 'PostDenied': {
        const state = gigVersion > 0 ? document.state : 'denied';
        return { ...document, state, draft: draft && { ...draft, state: 'denied' } };
      }
      case 'GigPaused':
        return { ...document, state: 'paused', pausedBy: data.by };
      case 'GigArchived':
        return { ...document, state: 'archived' };
      case 'PackageOrdered':
        return { ...document, orders: document.orders + 1 };
      case 'PostReviewed':
        return document;
    }
  },
});

export type SlugDocument = Readonly<{ slug: string; gigId: string }>;

/** Every slug that a gig ever had leads to it, so that an old address redirects; a forgotten author's words lead nowhere. */
export const gigSlugs = defineProjection<GigEvent, SlugDocument>({
  name: 'gig-slugs',
  version: 1,
  from: ['gigs.gig'],
  ids: ({ type, data }) => (type === 'GigDrafted' && data.slug !== ERASED ? [data.slug] : []),
  reduce: (document, { type, data }, slug) => (type === 'GigDrafted' ? { slug, gigId: data.gigId } : document),
});

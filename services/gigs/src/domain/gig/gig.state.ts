import type { EventData } from '@guildhall/kernel';
import { gigContentOf } from '../erased-content.js';
import type { GigEvent } from './gig.events.js';

export type GigDraft = EventData<GigEvent, 'GigDrafted'>;
export type GigStatus = '(none)' | 'draft' | 'in_review' | 'denied' | 'active' | 'paused' | 'archived';

export type GigState = Readonly<{
  status: GigStatus;
  /** What is not on sale yet; null once it is published, or was denied while an older version is on sale. */
  draft: GigDraft | null;
  /** A draft that lies in review while the version before it stays on sale. */
  inReview: 'no' | 'yes';
  version: number;
  onSale: GigDraft | null;
  pausedBy: 'freelancer' | 'timer' | 'restriction' | null;
  orders: readonly string[];
}>;

export const noGig: GigState = {
  status: '(none)',
  draft: null,
  inReview: 'no',
  version: 0,
  onSale: null,
  pausedBy: null,
  orders: [],
};

/** Owner of the gig; null where there is none. */
export const ownerOf = ({ draft, onSale }: GigState): string | null => (draft ?? onSale)?.freelancerPartyId ?? null;

export const liesInReview = ({ status, inReview }: GigState): boolean => status === 'in_review' || inReview === 'yes';

export const evolveGig = (state: GigState, { type, data }: GigEvent): GigState => {
  switch (type) {
    case 'GigDrafted':
      return { ...state, draft: gigContentOf(data), status: state.version > 0 ? state.status : 'draft' };
    case 'GigSubmitted':
      return state.version > 0 ? { ...state, inReview: 'yes' } : { ...state, status: 'in_review' };
    case 'GigPublished': {
      const live = { ...state, status: 'active', pausedBy: null } as const;
      // The same version again is a gig that sells on after a pause; a draft of the next one is left alone.
      if (data.gigVersion === state.version) return live;
      return { ...live, inReview: 'no', version: data.gigVersion, onSale: state.draft, draft: null };
    }
    case 'PostReviewed':
      return state;
    case 'PostDenied':
      return state.version > 0 ? { ...state, inReview: 'no', draft: null } : { ...state, status: 'denied' };
    case 'GigPaused':
      return { ...state, status: 'paused', pausedBy: data.by };
    case 'GigArchived':
      return { ...state, status: 'archived' };
    case 'PackageOrdered':
      return { ...state, orders: [...state.orders, data.orderId] };
  }
};

import { defineProjection } from '@guildhall/event-sourcing';
import type { EventData, Instant } from '@guildhall/kernel';
import type { ContractEvent } from '../../domain/contract/contract.events.js';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';
import type { Side } from '../../domain/score/evidence.js';

type Own = Extract<ContractEvent, { type: 'SigningSeen' }> | ReviewsEvent;
type Published = Omit<EventData<ReviewsEvent, 'ReviewPublished'>, 'contractId' | 'authorAccountId' | 'roleId'>;

/**
 * `sealed`: who has a review under seal, and nothing of it. `closesAt` is UTC, absent while the contract runs. `reviews` are shown in the
 * state `revealed` alone.
 */
export type ContractReviewsDocument = Readonly<{
  clientPartyId: string;
  freelancerPartyId: string;
  state: 'waiting' | 'open' | 'one_sealed' | 'both_sealed' | 'revealed' | 'closed';
  closesAt?: Instant;
  sealed: readonly Side[];
  reviews: readonly Published[];
}>;

/** Both reviews of a contract, one document a contract. */
export const contractReviews = defineProjection<Own, ContractReviewsDocument>({
  name: 'contract-reviews',
  version: 1,
  from: ['reputation.contract', 'reputation.reviews'],
  ids({ type, streamKey }) {
    switch (type) {
      case 'SigningSeen':
      case 'ReviewWindowOpened':
      case 'ReviewSealed':
      case 'ReviewResealed':
      case 'ReviewsFlagged':
      case 'ReviewPublished':
      case 'ReviewWindowClosed':
        return [streamKey];
    }
  },
  reduce(document, { type, data }) {
    switch (type) {
      case 'SigningSeen': {
        const { clientPartyId, freelancerPartyId } = data;
        return document ?? { clientPartyId, freelancerPartyId, state: 'waiting', sealed: [], reviews: [] };
      }
      case 'ReviewWindowOpened': {
        const { clientPartyId, freelancerPartyId, closesAt } = data;
        return { clientPartyId, freelancerPartyId, state: 'open', closesAt, sealed: [], reviews: [] };
      }
      case 'ReviewSealed':
      case 'ReviewResealed':
        return document && { ...document, state: data.sides.length > 1 ? 'both_sealed' : 'one_sealed', sealed: data.sides };
      case 'ReviewsFlagged': {
        const { flag } = data;
        return document && { ...document, reviews: document.reviews.map((one) => ({ ...one, flags: [...one.flags, flag] })) };
      }
      case 'ReviewPublished': {
        const { contractId: _, authorAccountId: __, roleId: ___, ...review } = data;
        if (!document) return null;
        // The two of one append may be written one after the other; nobody sees one side alone.
        const reviews = [...document.reviews, review];
        return { ...document, reviews, state: reviews.length === document.sealed.length ? 'revealed' : document.state };
      }
      case 'ReviewWindowClosed':
        return document && { ...document, state: 'closed' };
    }
  },
});

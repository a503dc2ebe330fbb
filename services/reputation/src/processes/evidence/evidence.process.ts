import { send, type Reaction, type Send } from '@guildhall/kernel';
import type { ContractEvent, Pair } from '../../domain/contract/contract.events.js';
import type { PartyCommand } from '../../domain/party/party.decider.js';
import type { PartyEvent } from '../../domain/party/party.events.js';
import type { ProfileCommand } from '../../domain/profile/profile.decider.js';
import type { ReviewsEvent } from '../../domain/reviews/reviews.events.js';
import { otherSide } from '../../domain/reviews/review.js';
import { outcomeOfRating, type Side } from '../../domain/score/evidence.js';
import policy from '../../domain/policies/score-v1.json' with { type: 'json' };

type Own =
  | Extract<ContractEvent, { type: 'ContractValued' | 'RulingCounted' }>
  | Extract<ReviewsEvent, { type: 'ReviewPublished' }>
  | Extract<PartyEvent, { type: 'RatingWeighed' | 'AccountClosureSeen' }>;

const order = (step: string, command: ProfileCommand | PartyCommand): Send => send(step, command);

/** Both sides of a contract, each with its own and the other party. */
const sidesOf = ({ clientPartyId, freelancerPartyId, roleId }: Pair) => [
  { key: { partyId: clientPartyId, side: 'client' as Side, roleId }, counterpartyId: freelancerPartyId },
  { key: { partyId: freelancerPartyId, side: 'freelancer' as Side, roleId }, counterpartyId: clientPartyId },
];

/** What counts finds its way into profiles: reviews by way of their author, whose credibility is weighed first, rulings and values. */
export const evidence: Reaction<Own> = {
  kind: 'reaction',
  name: 'evidence',
  from: ['reputation.contract', 'reputation.reviews', 'reputation.party'],
  react({ type, data }, { id }) {
    switch (type) {
      case 'ContractValued': {
        const { contractId, value, at, excludedBy, factIds, valuation } = data;
        const worth = { contractId, value, at, factIds, valuation, ...(excludedBy === undefined ? {} : { excludedBy }) };
        return sidesOf(data).map(({ key }) => order(key.side, { type: 'RevalueContract', data: { ...key, worth } }));
      }
      case 'RulingCounted': {
        const { factId, rulingId, amount, faultClient, faultFreelancer, decidedAt: at } = data.ruling;
        return sidesOf(data).map(({ key, counterpartyId }) => {
          const x = 1 - (key.side === 'client' ? faultClient : faultFreelancer);
          const item = { evidenceId: rulingId, kind: 'ruling', contractId: data.contractId, counterpartyId, at } as const;
          const credibility = { trust: policy.trust.ruling, bias: 1 };
          const weighed = { outcomes: [{ name: 'ruling', x }], credibility, amount, factIds: [factId], weighing: 1 };
          return order(key.side, { type: 'TakeEvidence', data: { ...key, evidence: { ...item, ...weighed } } });
        });
      }
      case 'ReviewPublished': {
        const { reviewId, contractId, authorPartyId, subjectPartyId, roleId, dimensions, revealedAt: at } = data;
        const outcomes = dimensions.map(({ name, rating }) => ({ name, x: outcomeOfRating(rating) }));
        const about = { reviewId, contractId, raterPartyId: authorPartyId, subjectPartyId, side: otherSide(data.side), roleId };
        const told = { ...about, outcomes, factIds: [id], at };
        return [order('rating', { type: 'NoteRating', data: { partyId: authorPartyId, told } })];
      }
      case 'RatingWeighed': {
        const { rating, credibility, weighing } = data;
        const { reviewId, contractId, raterPartyId, subjectPartyId, side, roleId, outcomes, factIds, at } = rating;
        const item = { evidenceId: reviewId, kind: 'review', contractId, counterpartyId: raterPartyId, at } as const;
        const taken = { ...item, outcomes, credibility, factIds, weighing };
        return [order('evidence', { type: 'TakeEvidence', data: { partyId: subjectPartyId, side, roleId, evidence: taken } })];
      }
      case 'AccountClosureSeen': {
        const { partyId, closedAt: at } = data;
        return [order('freeze', { type: 'FreezeProfile', data: { partyId, at } })];
      }
    }
  },
};

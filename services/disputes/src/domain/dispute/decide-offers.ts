import { minorOf } from '@guildhall/kernel';
import { fail } from '../disputes.errors.js';
import type { Of } from './dispute.commands.js';
import type { DisputeEvent } from './dispute.events.js';
import { idOf, illegal, shareInRange } from './dispute.guards.js';
import { latestOffer, otherSide, type DisputeState } from './dispute.state.js';
import { settledEvent } from './outcomes.js';

type Events = readonly DisputeEvent[];

/** Where the client gives at least what the freelancer takes: the midpoint, a remainder to the freelancer; else null. Minor units. */
export const midpointOf = (clientMost: bigint, freelancerLeast: bigint): bigint | null =>
  clientMost >= freelancerLeast ? (clientMost + freelancerLeast + 1n) / 2n : null;

export const decideOffer = (state: DisputeState, { data }: Of<'MakeOffer'>): Events => {
  const { offerId, side, toFreelancer } = data;
  const share = shareInRange(state, toFreelancer);
  const made: DisputeEvent = { type: 'OfferMade', data: { ...idOf(state), offerId, side, toFreelancer } };
  const theirs = latestOffer(state, otherSide(side), 'open');
  if (!theirs) return [made];
  const answer = minorOf(theirs.toFreelancer);
  const middle = side === 'client' ? midpointOf(share, answer) : midpointOf(answer, share);
  return middle === null ? [made] : [made, settledEvent(state, 'offer', middle, { offerId })];
};

/** Two offers that are still the newest of their sides; a newer one is compared by itself. */
export const decideSealedMatch = (state: DisputeState, { data }: Of<'SettleSealed'>): Events => {
  const client = latestOffer(state, 'client', 'sealed');
  const freelancer = latestOffer(state, 'freelancer', 'sealed');
  if (!client || !freelancer) return [];
  if (client.offerId !== data.clientOfferId || freelancer.offerId !== data.freelancerOfferId) return [];
  const share = shareInRange(state, data.toFreelancer);
  const closing = state.offers.indexOf(client) > state.offers.indexOf(freelancer) ? client : freelancer;
  return [settledEvent(state, 'sealed_offers', share, { offerId: closing.offerId })];
};

export const decideOfferAcceptance = (state: DisputeState, { data: { offerId, side } }: Of<'AcceptOffer'>): Events => {
  const offer = state.offers.find((one) => one.offerId === offerId && one.side === otherSide(side));
  if (!offer) throw illegal(state, 'The other side made no such offer');
  if (offer.kind === 'sealed') throw fail('DISPUTES.SEALED', 'A sealed offer is only compared, never shown or accepted');
  return [settledEvent(state, 'offer', minorOf(offer.toFreelancer))];
};

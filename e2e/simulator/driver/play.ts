import type { Market } from '../../market/market.js';
import type { Action, Story } from '../story/story.js';
import { Cast } from './cast.js';
import * as disputing from './disputing.js';
import * as hiring from './hiring.js';
import * as joining from './joining.js';
import * as paying from './paying.js';
import * as working from './working.js';

const act = (cast: Cast, action: Action): Promise<void> => {
  switch (action.kind) {
    case 'sign_up': return joining.signsUp(cast, action);
    case 'found_organisation': return joining.foundsOrganisation(cast, action);
    case 'add_instrument': return joining.addsInstrument(cast, action);
    case 'add_destination': return joining.addsDestination(cast, action);
    case 'verify': return joining.isVerified(cast, action);
    case 'publish_gig': return hiring.publishesGig(cast, action);
    case 'publish_brief': return hiring.publishesBrief(cast, action);
    case 'propose': return hiring.proposes(cast, action);
    case 'award': return hiring.awards(cast, action);
    case 'accept_award': return hiring.acceptsAward(cast, action);
    case 'order_package': return hiring.ordersPackage(cast, action);
    case 'offer_terms': return hiring.offersTerms(cast, action);
    case 'sign': return hiring.signs(cast, action);
    case 'fund': return paying.funds(cast, action);
    case 'start': return working.starts(cast, action);
    case 'submit': return working.submits(cast, action);
    case 'request_changes': return working.requestsChanges(cast, action);
    case 'approve': return working.approves(cast, action);
    case 'let_auto_approve': return working.letsAutoApprove(cast, action);
    case 'release_part': return working.releasesPart(cast, action);
    case 'refund': return working.refunds(cast, action);
    case 'request_cancellation': return working.requestsCancellation(cast, action);
    case 'accept_cancellation': return working.acceptsCancellation(cast, action);
    case 'open_dispute': return disputing.opensDispute(cast, action);
    case 'let_dispute_default': return disputing.letsDefault(cast, action);
    case 'respond_to_dispute': return disputing.responds(cast, action);
    case 'offer_split': return disputing.offersSplit(cast, action);
    case 'accept_split': return disputing.acceptsSplit(cast, action);
    case 'ask_mediation': return disputing.asksMediation(cast, action);
    case 'propose_mediation': return disputing.proposesMediation(cast, action);
    case 'answer_mediation': return disputing.answersMediation(cast, action);
    case 'agree_arbitration': return disputing.agreesArbitration(cast, action);
    case 'rule': return disputing.rules(cast, action);
    case 'let_ruling_execute': return disputing.letsRulingExecute(cast, action);
    case 'review': return working.reviews(cast, action);
    case 'pay_out': return working.paysOut(cast, action);
  }
}; // prettier-ignore

/** Plays a story on a platform, one action after another in business time; tells each before it is done. */
export const play = async (market: Market, story: Story, tell: (action: Action) => void): Promise<void> => {
  const cast = new Cast(market, story);
  for (const action of story.actions) {
    await market.passTo(action.at);
    tell(action);
    await act(cast, action).catch((error: unknown) => {
      throw new Error(
        `Action ${String(action.seq)} (${action.kind} by ${action.actor}) failed: ${error instanceof Error ? error.message : String(error)}`,
        { cause: error },
      );
    });
  }
};

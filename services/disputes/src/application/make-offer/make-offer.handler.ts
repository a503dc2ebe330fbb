import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId, deriveId, type Money } from '@guildhall/kernel';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { isAllowed, shareInRange } from '../../domain/dispute/dispute.guards.js';
import type { Side } from '../../domain/dispute/dispute.events.js';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { parties, sideOfCaller } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { moneyOf } from '../money.request.dto.js';
import { CompareOffersHandler } from './compare-offers.handler.js';
import type { MakeOfferRequest } from './make-offer.request.dto.js';
import { SealedOffers } from './sealed-offers.js';

/** `settled`: the offers met, and this is what both get. */
export type MadeOffer = Readonly<{ offerId: string; settled?: Readonly<{ toFreelancer: Money; toClient: Money }> }>;
type OwnOffer = Readonly<{ offerId: string; side: Side; toFreelancer: Money }>;

@Injectable()
export class MakeOfferHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly sealed: SealedOffers,
    private readonly comparison: CompareOffersHandler,
  ) {}

  async execute(
    disputeId: string,
    request: MakeOfferRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<MadeOffer>> {
    const { offerId = createdId(context.commandId, 'offer'), kind } = request;
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const offer = { offerId, side, toFreelancer: moneyOf(request.toFreelancer) };
    const written =
      kind === 'open'
        ? await this.streams.disputes.handle(disputeId, { type: 'MakeOffer', data: offer }, context, {
            authorise: parties(caller),
          })
        : await this.sealOffer(disputeId, offer, caller, context);
    // An offer settles by itself or never, so a repeat gets the same answer.
    const { outcome } = await this.streams.dispute(disputeId);
    if (outcome?.offerId !== offerId) return written.with({ offerId });
    const { toFreelancer, toClient } = outcome;
    return written.with({ offerId, settled: { toFreelancer, toClient } });
  }

  private async sealOffer(
    disputeId: string,
    { offerId, side, toFreelancer }: OwnOffer,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written> {
    const data = { offerId, side, ...(await this.sealed.seal({ disputeId, offerId, side, toFreelancer })) };
    const authorise = (state: DisputeState): void => {
      sideOfCaller(state, caller);
      if (isAllowed(state, 'SealOffer')) shareInRange(state, toFreelancer); // the decider cannot look into an envelope
    };
    const written = await this.streams.disputes.handle(disputeId, { type: 'SealOffer', data }, context, { authorise });
    const { ifMatch: _seen, ...comparing } = context; // met by the sealing itself
    await this.comparison.execute(disputeId, { ...comparing, commandId: deriveId(context.commandId, 'compare') });
    return written;
  }
}

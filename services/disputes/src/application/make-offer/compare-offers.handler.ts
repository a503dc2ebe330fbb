import type { CommandContext } from '@guildhall/event-sourcing';
import { Injectable } from '@nestjs/common';
import { DisputeStreams } from '../dispute-streams.js';
import { SealedOffers } from './sealed-offers.js';

/** The one use case that opens sealed offers. Repeated at will: a dispute is settled once. */
@Injectable()
export class CompareOffersHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly offers: SealedOffers,
  ) {}

  async execute(disputeId: string, context: CommandContext): Promise<void> {
    const found = await this.offers.compare(disputeId);
    // Offers that do not cross change nothing; for a process the handler still leaves a trace.
    const nothing = { clientOfferId: '', freelancerOfferId: '', toFreelancer: { amount: '0', currency: 'XXX' } };
    await this.streams.disputes.handle(disputeId, found ?? { type: 'SettleSealed', data: nothing }, context);
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, LOGGER, type Logger, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { reviewQueue, type ReviewDocument } from '../../projections/review-queue/review-queue.projection.js';

/** A queue that is longer is worked off from its oldest end. */
const PAGE = 100;

@Controller('reviews')
export class ReviewQueueController {
  constructor(
    @InjectReadModel(reviewQueue) private readonly queue: ReadModel<ReviewDocument>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What waits for a reviewer, the oldest first, with the values as shown. Whoever reads them stands in the log. */
  @Get()
  @Allow('trust_safety', 'operator')
  async list(@Caller() { accountId }: VerifiedCaller): Promise<Readonly<{ items: readonly ReviewDocument[] }>> {
    const found = await this.queue.find({ state: 'waiting' }, { sort: { since: 1 }, limit: PAGE });
    const items = found.map(({ _id, ...review }) => review);
    this.logger.info({ accountId, partyIds: items.map(({ partyId }) => partyId), purpose: 'kyc review' }, 'sensitive data read');
    return { items };
  }
}

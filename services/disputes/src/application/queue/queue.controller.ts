import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { disputeCases, type CaseDocument } from '../../projections/dispute-cases/dispute-cases.projection.js';
import { cursorOf, DEFAULT_PAGE, sortKeyOf } from '../page.request.dto.js';
import { summaryOf, type CaseSummary } from '../view-dispute/case-view.js';
import { QueueRequest } from './queue.request.dto.js';

type Queued = CaseSummary & Readonly<{ senior: readonly string[] }>;

@Controller('queue')
export class QueueController {
  constructor(@InjectReadModel(disputeCases) private readonly cases: ReadModel<CaseDocument>) {}

  /** Open cases with their clocks, the oldest first: mediators and arbitrators see their own, operators all. */
  @Get()
  @Allow('mediator', 'operator')
  async list(
    @Query() { senior, limit = DEFAULT_PAGE, cursor }: QueueRequest,
    @Caller() { accountId, roles }: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly Queued[]; next?: string }>> {
    const filter = {
      ...(senior === undefined ? { progress: 'open' } : { senior }),
      ...(roles.includes('operator') ? {} : { handlers: accountId }),
      ...(cursor === undefined ? {} : { sortKey: { $gt: sortKeyOf(cursor) } }),
    };
    const found = await this.cases.find(filter, { sort: { sortKey: 1 }, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const items = page.map((document) => ({ ...summaryOf(document.case), senior: document.senior }));
    return { items, ...(last ? { next: cursorOf(last.sortKey) } : {}) };
  }
}

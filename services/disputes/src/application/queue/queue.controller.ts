import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, readPage, type Page, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { disputeCases, type CaseDocument } from '../../projections/dispute-cases/dispute-cases.projection.js';
import { summaryOf, type CaseSummary } from '../view-dispute/case-view.js';
import { QueueRequest } from './queue.request.dto.js';

type Queued = CaseSummary & Readonly<{ senior: readonly string[] }>;

@Controller('queue')
export class QueueController {
  constructor(@InjectReadModel(disputeCases) private readonly cases: ReadModel<CaseDocument>) {}

  /** Open cases with their clocks, the oldest first: mediators and arbitrators see their own, operators all. */
  @Get()
  @Allow('mediator', 'operator')
  list(@Query() request: QueueRequest, @Caller() { accountId, roles }: VerifiedCaller): Promise<Page<Queued>> {
    const { senior } = request;
    const filter = {
      ...(senior === undefined ? { progress: 'open' } : { senior }),
      ...(roles.includes('operator') ? {} : { handlers: accountId }),
    };
    return readPage(this.cases, {
      filter,
      order: 'rising',
      request,
      itemsOf: (document) => [{ ...summaryOf(document.case), senior: document.senior }],
    });
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, InjectReadModel, readPage, type Page } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { operatorQueue, type QueueDocument, type QueueItem } from '../../projections/operator-queue/operator-queue.projection.js';
import { ListOperatorQueueRequest } from './list-operator-queue.request.dto.js';

type Queued = QueueItem & Readonly<{ contractId: string }>;

@Controller('operator-queue')
export class ListOperatorQueueController {
  constructor(@InjectReadModel(operatorQueue) private readonly model: ReadModel<QueueDocument>) {}

  /** Fundings that failed and instructions that were refused, oldest contract first. Escalated processes: `operations/processes`. */
  @Get()
  @Allow('operator')
  list(@Query() request: ListOperatorQueueRequest): Promise<Page<Queued>> {
    const { kind } = request;
    const filter = kind === undefined ? {} : { kinds: kind };
    return readPage(this.model, {
      filter,
      order: 'rising',
      request,
      itemsOf: ({ _id: contractId, items }) =>
        items.filter((item) => kind === undefined || item.kind === kind).map((item) => ({ contractId, ...item })),
    });
  }
}

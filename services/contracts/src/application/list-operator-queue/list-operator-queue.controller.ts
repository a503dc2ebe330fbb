import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, InjectReadModel } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { operatorQueue, type QueueDocument, type QueueItem } from '../../projections/operator-queue/operator-queue.projection.js';
import { cursorOf, DEFAULT_PAGE, sortKeyOf } from '../page.request.dto.js';
import { ListOperatorQueueRequest } from './list-operator-queue.request.dto.js';

type Queued = QueueItem & Readonly<{ contractId: string }>;

@Controller('operator-queue')
export class ListOperatorQueueController {
  constructor(@InjectReadModel(operatorQueue) private readonly model: ReadModel<QueueDocument>) {}

  /** Fundings that failed and instructions that were refused, oldest contract first. Escalated processes: `operations/processes`. */
  @Get()
  @Allow('operator')
  async list(
    @Query() { kind, limit = DEFAULT_PAGE, cursor }: ListOperatorQueueRequest,
  ): Promise<Readonly<{ items: readonly Queued[]; next?: string }>> {
    const filter = {
      ...(kind === undefined ? {} : { kinds: kind }),
      ...(cursor === undefined ? {} : { sortKey: { $gt: sortKeyOf(cursor) } }),
    };
    const found = await this.model.find(filter, { sort: { sortKey: 1 }, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    const items = page.flatMap(({ _id: contractId, items: queued }) =>
      queued.filter((item) => kind === undefined || item.kind === kind).map((item) => ({ contractId, ...item })),
    );
    return { items, ...(last ? { next: cursorOf(last.sortKey) } : {}) };
  }
}

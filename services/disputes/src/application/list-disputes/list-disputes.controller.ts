import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { disputeCases, type CaseDocument } from '../../projections/dispute-cases/dispute-cases.projection.js';
import { cursorOf, DEFAULT_PAGE, sortKeyOf } from '../page.request.dto.js';
import { summaryOf, type CaseSummary } from '../view-dispute/case-view.js';
import { ListDisputesRequest } from './list-disputes.request.dto.js';

@Controller()
export class ListDisputesController {
  constructor(@InjectReadModel(disputeCases) private readonly cases: ReadModel<CaseDocument>) {}

  /** Disputes of the party acted for, on both sides, newest first. */
  @Get()
  @Allow('signed-in')
  async list(
    @Query() { limit = DEFAULT_PAGE, cursor }: ListDisputesRequest,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly CaseSummary[]; next?: string }>> {
    const filter = { parties: partyId, ...(cursor === undefined ? {} : { sortKey: { $lt: sortKeyOf(cursor) } }) };
    const found = await this.cases.find(filter, { sort: { sortKey: -1 }, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map((document) => summaryOf(document.case)), ...(last ? { next: cursorOf(last.sortKey) } : {}) };
  }
}

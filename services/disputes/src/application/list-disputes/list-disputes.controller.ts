import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, readPage, type Page, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { disputeCases, type CaseDocument } from '../../projections/dispute-cases/dispute-cases.projection.js';
import { summaryOf, type CaseSummary } from '../view-dispute/case-view.js';
import { ListDisputesRequest } from './list-disputes.request.dto.js';

@Controller()
export class ListDisputesController {
  constructor(@InjectReadModel(disputeCases) private readonly cases: ReadModel<CaseDocument>) {}

  /** Disputes of the party acted for, on both sides, newest first. */
  @Get()
  @Allow('signed-in')
  list(@Query() request: ListDisputesRequest, @Caller() { partyId }: VerifiedCaller): Promise<Page<CaseSummary>> {
    const filter = { parties: partyId };
    return readPage(this.cases, { filter, order: 'falling', request, itemsOf: (document) => [summaryOf(document.case)] });
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import {
  contractTimelines,
  type TimelineDocument,
  type TimelineEntry,
} from '../../projections/contract-timelines/contract-timelines.projection.js';
import { ContractReader } from '../contract-reader.js';
import { ViewTimelineRequest } from './view-timeline.request.dto.js';

@Controller(':contractId/timeline')
export class ViewTimelineController {
  constructor(
    private readonly contracts: ContractReader,
    @InjectReadModel(contractTimelines) private readonly timelines: ReadModel<TimelineDocument>,
  ) {}

  /** What happened, in order; as of a revision it is the bundle that a dispute is decided on. */
  @Get()
  @Allow('own party', 'counterparty', 'operator', 'mediator')
  @Errors('CONTRACTS.NOT_A_PARTY')
  async view(
    @Param('contractId', ParseUUIDPipe) contractId: string,
    @Query() { upTo = Number.MAX_SAFE_INTEGER }: ViewTimelineRequest,
    @Caller() caller: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly TimelineEntry[] }>> {
    await this.contracts.read(contractId, caller);
    const timeline = await this.timelines.get(contractId);
    return { items: (timeline?.entries ?? []).filter(({ revision }) => revision <= upTo) };
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import {
  openWindows,
  type OpenWindow,
  type OpenWindowsDocument,
} from '../../projections/open-windows/open-windows.projection.js';
import { ListWaitingRequest } from './list-waiting.request.dto.js';

type Item = Readonly<{ contractId: string; side: OpenWindow['side']; closesAt: string; mine: Readonly<{ state: string }> }>;

@Controller('reviews')
export class ListWaitingController {
  constructor(@InjectReadModel(openWindows) private readonly model: ReadModel<OpenWindowsDocument>) {}

  /** Contracts that the party acted for may still review, soonest deadline first. */
  @Get()
  @Allow('signed-in')
  async list(
    @Query() _: ListWaitingRequest,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<Readonly<{ items: readonly Item[] }>> {
    const { windows = {} } = (await this.model.get(partyId)) ?? {};
    const items = Object.entries(windows).map(([contractId, { side, closesAt, mine }]) => ({
      contractId,
      side,
      closesAt,
      mine: { state: mine },
    }));
    return { items: items.sort((a, b) => (a.closesAt < b.closesAt ? -1 : 1)) };
  }
}

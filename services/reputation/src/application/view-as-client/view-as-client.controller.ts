import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, InjectReadModel } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { clientConduct, type ClientConductDocument } from '../../projections/client-conduct/client-conduct.projection.js';
import { clientFigures, type ClientFigures } from './client-figures.js';

@Controller('parties/:partyId/as-client')
export class ViewAsClientController {
  constructor(@InjectReadModel(clientConduct) private readonly model: ReadModel<ClientConductDocument>) {}

  /** What this client pays, how fast and how fair. */
  @Get()
  @Allow('public')
  async view(@Param('partyId', ParseUUIDPipe) partyId: string): Promise<ClientFigures & Readonly<{ partyId: string }>> {
    const conduct = (await this.model.get(partyId)) ?? { contracts: {}, briefs: {} };
    return { partyId, ...clientFigures(conduct) };
  }
}

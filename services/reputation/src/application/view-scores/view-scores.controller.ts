import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, InjectReadModel } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { scores, type PublicScore, type ScoresDocument } from '../../projections/scores/scores.projection.js';

@Controller('parties/:partyId/scores')
export class ViewScoresController {
  constructor(@InjectReadModel(scores) private readonly model: ReadModel<ScoresDocument>) {}

  /** How good a party is on each side and in each kind of work, and how sure that is. Below three clients: new, no number. */
  @Get()
  @Allow('public')
  async view(
    @Param('partyId', ParseUUIDPipe) partyId: string,
  ): Promise<Readonly<{ partyId: string; items: readonly PublicScore[] }>> {
    const document = await this.model.get(partyId);
    return { partyId, items: document?.items ?? [] };
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, InjectReadModel } from '@guildhall/service-kit';
import { Controller, Get, Query } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { erasures, type ErasureDocument } from '../../projections/erasures/erasures.projection.js';

const PAGE = 100;
const STATES = ['erasing', 'held', 'forgotten'] as const;

export class ErasuresQuery {
  @IsOptional()
  @IsIn(STATES)
  readonly state?: (typeof STATES)[number];
}

@Controller('operations/subjects')
@Allow('operator')
export class ErasuresListController {
  constructor(@InjectReadModel(erasures) private readonly erasures: ReadModel<ErasureDocument>) {}

  /** Who asked to be forgotten, the newest 100 first, and how far identity is with each; `erasing` are those who wait. */
  @Get()
  async list(@Query() { state }: ErasuresQuery): Promise<Readonly<{ items: readonly ErasureDocument[] }>> {
    const filter = state === undefined ? {} : { state };
    const found = await this.erasures.find(filter, { sort: { requestedAt: -1 }, limit: PAGE });
    return { items: found.map(({ _id, ...erasure }) => erasure) };
  }
}

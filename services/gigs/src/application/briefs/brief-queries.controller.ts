import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { briefs, type BriefDocument } from '../../projections/briefs/briefs.projection.js';
import { parties, type PartyDocument } from '../../projections/parties/parties.projection.js';
import { notFound } from '../access/party-access.js';
import { pageOf, type Page } from '../page.js';
import { CODE, PageQuery } from '../shared.dto.js';
import { isShown, ownBrief, publicBrief, type OwnBrief, type PublicBrief } from './brief-view.js';
import { FittingBriefsQuery, type FittingBrief } from './fitting-briefs.query.js';

class BriefsQuery extends PageQuery {
  @IsOptional()
  @IsIn(['true'])
  readonly mine?: 'true';

  @IsOptional()
  @Matches(CODE)
  readonly roleId?: string;

  @IsOptional()
  @IsIn(['true', 'false'])
  readonly fit?: 'true' | 'false';
}

@Controller('briefs')
export class BriefQueriesController {
  constructor(
    @InjectReadModel(briefs) private readonly model: ReadModel<BriefDocument>,
    @InjectReadModel(parties) private readonly people: ReadModel<PartyDocument>,
    private readonly fitting: FittingBriefsQuery,
  ) {}

  /** With `mine=true` those of the acting party; else open briefs of others, with `fit=true` those of my work roles or skills. */
  @Get()
  @Allow('signed-in')
  @Errors('GIGS.CURSOR_INVALID')
  async list(
    @Query() { mine, roleId, fit, limit, cursor }: BriefsQuery,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<Page<FittingBrief> | Page<OwnBrief>> {
    if (mine === undefined) return this.fitting.execute({ partyId, roleId, fit: fit === 'true' ? 'mine' : 'all', limit, cursor });
    const filter = { clientPartyId: partyId, ...(roleId !== undefined && { roleId }) };
    const { items, ...next } = await pageOf(this.model, filter, { field: 'draftedAt', id: 'briefId', limit, cursor });
    const client = await this.people.get(partyId);
    return { items: items.map((brief) => ownBrief(brief, client)), ...next };
  }

  @Get(':briefId')
  @Allow('signed-in')
  async one(
    @Param('briefId', ParseUUIDPipe) briefId: string,
    @Caller() { partyId }: VerifiedCaller,
  ): Promise<OwnBrief | PublicBrief> {
    const brief = await this.model.get(briefId);
    if (!brief) throw notFound();
    const client = await this.people.get(brief.clientPartyId);
    if (brief.clientPartyId === partyId) return ownBrief(brief, client);
    if (!isShown(brief)) throw notFound();
    return publicBrief(brief, client);
  }
}

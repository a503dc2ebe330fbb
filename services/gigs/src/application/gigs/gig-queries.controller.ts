import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { gigs, gigSlugs, type GigDocument, type SlugDocument } from '../../projections/gigs/gigs.projection.js';
import { parties, type PartyDocument } from '../../projections/parties/parties.projection.js';
import { notFound } from '../access/party-access.js';
import { pageOf, type Page } from '../page.js';
import { Tariff } from '../quotes/tariff.js';
import { PageQuery } from '../shared.dto.js';
import { gigPage, type GigPage } from './gig-page.js';

class MyGigsQuery extends PageQuery {
  @IsIn(['true'])
  readonly mine!: 'true';
}

@Controller()
export class GigQueriesController {
  constructor(
    @InjectReadModel(gigs) private readonly model: ReadModel<GigDocument>,
    @InjectReadModel(gigSlugs) private readonly slugs: ReadModel<SlugDocument>,
    @InjectReadModel(parties) private readonly people: ReadModel<PartyDocument>,
    private readonly tariff: Tariff,
  ) {}

  /** My gigs with their drafts, newest first. */
  @Get('gigs')
  @Allow('own party')
  @Errors('GIGS.CURSOR_INVALID')
  mine(@Query() { limit, cursor }: MyGigsQuery, @Caller() { partyId }: VerifiedCaller): Promise<Page<GigDocument>> {
    return pageOf(this.model, { freelancerPartyId: partyId }, { field: 'draftedAt', id: 'gigId', limit, cursor });
  }

  /** The public page of a gig. */
  @Get('gigs/:gigId')
  @Allow('public')
  async byId(@Param('gigId', ParseUUIDPipe) gigId: string): Promise<GigPage> {
    return this.page(await this.model.get(gigId));
  }

  /** The same by its path; `slug` of the answer is the present one, to redirect to. */
  @Get('pages/:slug')
  @Allow('public')
  async bySlug(@Param('slug') slug: string): Promise<GigPage> {
    const known = await this.slugs.get(slug);
    return this.page(known && (await this.model.get(known.gigId)));
  }

  private async page(gig: GigDocument | null): Promise<GigPage> {
    const party = gig && (await this.people.get(gig.freelancerPartyId));
    const page = gig && gigPage(gig, party, await this.tariff.now());
    if (!page) throw notFound();
    return page;
  }
}

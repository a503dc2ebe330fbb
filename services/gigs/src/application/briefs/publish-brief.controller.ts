import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { actingParty } from '@guildhall/kernel';
import { IsOptional, Matches } from 'class-validator';
import type { BriefState } from '../../domain/brief/brief.state.js';
import type { ScanVerdict } from '../../domain/scan/scan.js';
import { clientOnly, demandActingSeat, notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PostDesk } from '../posts/post-desk.js';
import { CODE } from '../shared.dto.js';

type PublishBriefAnswer = Readonly<{ state: string }>;

class CloseBriefRequest {
  @IsOptional()
  @Matches(CODE)
  readonly reason?: string;
}

@Controller('briefs/:briefId')
export class PublishBriefController {
  constructor(
    private readonly aggregates: GigsAggregates,
    private readonly posts: PostDesk,
  ) {}

  /** Opens the brief, or holds it for review where the scan finds something. */
  @Post('publications')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.POST_HELD', 'GIGS.CAPABILITY_MISSING', 'GIGS.PRICING_INVALID')
  async publish(
    @Param('briefId', ParseUUIDPipe) briefId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<PublishBriefAnswer>> {
    demandActingSeat(caller);
    const { state } = await this.aggregates.briefs.load(briefId);
    clientOnly(context.actor)(state);
    const partyId = actingParty(context.actor);
    const standing = await this.posts.standing(partyId, 'publish_brief');
    const data = { scan: await this.scan(state, context), standing, at: context.occurredAt };
    const authorise = clientOnly(context.actor);
    const written = await this.aggregates.briefs.handle(briefId, { type: 'PublishBrief', data }, context, { authorise });
    return written.with({ state: written.events.some(({ type }) => type === 'BriefPublished') ? 'open' : 'held' });
  }

  @Post('closures')
  @HttpCode(200)
  @Allow('own party')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  close(
    @Param('briefId', ParseUUIDPipe) briefId: string,
    @Body() { reason = 'withdrawn' }: CloseBriefRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    demandActingSeat(caller);
    const data = { reason, at: context.occurredAt, by: 'client' } as const;
    return this.aggregates.briefs.handle(briefId, { type: 'CloseBrief', data }, context, {
      authorise: clientOnly(context.actor),
    });
  }

  private scan({ draft }: BriefState, context: CommandContext): Promise<ScanVerdict> {
    if (!draft) throw notFound();
    const { briefId: postId, clientPartyId: partyId, title, description, outcome, kpis, criteria, budget } = draft;
    const texts = [title, description, outcome, ...kpis.map(({ target }) => target), ...criteria.map(({ text }) => text)];
    return this.posts.scan({ partyId, postKind: 'brief', postId, texts, prices: [budget.low, budget.high] }, context);
  }
}

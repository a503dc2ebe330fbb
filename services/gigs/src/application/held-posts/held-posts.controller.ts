import type { CommandContext, ReadModel, Written } from '@guildhall/event-sourcing';
import { Allow, Errors, InjectReadModel, RequestContext } from '@guildhall/service-kit';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { IsIn, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { ownerOf } from '../../domain/gig/gig.state.js';
import { heldPosts, type HeldPostDocument } from '../../projections/held-posts/held-posts.projection.js';
import { notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { PAGE, PageQuery, TOKEN } from '../shared.dto.js';

class DecidePostRequest {
  @IsIn(['release', 'deny'])
  readonly decision!: 'release' | 'deny';

  /** The rule that the decision rests on. */
  @Matches(TOKEN)
  readonly ruleId!: string;

  @IsString()
  @MinLength(3)
  @MaxLength(500)
  readonly reason!: string;
}

@Controller('held-posts')
export class HeldPostsController {
  constructor(
    private readonly aggregates: GigsAggregates,
    @InjectReadModel(heldPosts) private readonly model: ReadModel<HeldPostDocument>,
  ) {}

  /** Posts that wait for a decision, the oldest first. */
  @Get()
  @Allow('operator', 'trust_safety')
  async list(
    @Query() { limit = PAGE.usual }: PageQuery,
  ): Promise<Readonly<{ items: readonly Omit<HeldPostDocument, 'state'>[] }>> {
    const found = await this.model.find({ state: 'held' }, { sort: { heldAt: 1, postId: 1 }, limit });
    return { items: found.map(({ _id: _, state: __, ...post }) => post) };
  }

  @Post(':postId/decisions')
  @HttpCode(200)
  @Allow('operator', 'trust_safety')
  @Errors('GIGS.ILLEGAL_TRANSITION')
  async decide(
    @Param('postId', ParseUUIDPipe) postId: string,
    @Body() { decision, ruleId, reason }: DecidePostRequest,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const data = { by: context.actor.id, ruleId, reason };
    const type = decision === 'release' ? 'ReleasePost' : 'DenyPost';
    const { state: gig } = await this.aggregates.gigs.load(postId);
    const { state: brief } = await this.aggregates.briefs.load(postId);
    if (ownerOf(gig) !== null) return this.aggregates.gigs.handle(postId, { type, data }, context);
    if (!brief.draft) throw notFound();
    const onBrief = { type, data: { ...data, at: context.occurredAt } } as const;
    return this.aggregates.briefs.handle(postId, onBrief, context);
  }
}

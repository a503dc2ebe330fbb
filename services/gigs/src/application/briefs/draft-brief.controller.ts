import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { actingParty, createdId } from '@guildhall/kernel';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Post } from '@nestjs/common';
import { mapSkills } from '../../domain/catalogue/catalogue.js';
import type { BriefState } from '../../domain/brief/brief.state.js';
import { demandKnownPlace } from '../access/catalogue-check.js';
import { demandActingSeat, notFound } from '../access/party-access.js';
import { GigsAggregates } from '../gigs-aggregates.js';
import { DraftBriefRequest } from './draft-brief.request.dto.js';

type DraftBriefAnswer = Readonly<{ briefId: string }>;

@Controller('briefs')
export class DraftBriefController {
  constructor(private readonly aggregates: GigsAggregates) {}

  /** A brief of the acting party; the same `briefId` again, while it is a draft or denied, replaces what it says. */
  @Post()
  @Allow('signed-in')
  @IdempotencyKeyRequired()
  @Errors('GIGS.ILLEGAL_TRANSITION', 'GIGS.AMOUNT_DIGITS', 'GIGS.CURRENCY_UNKNOWN', 'GIGS.PRICING_INVALID', 'GIGS.SKILL_UNKNOWN')
  async draft(
    @Body() { briefId: wantedId, budget, currency, ...request }: DraftBriefRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<DraftBriefAnswer>> {
    demandActingSeat(caller);
    demandKnownPlace(request);
    const briefId = wantedId ?? createdId(context.commandId, 'brief');
    const clientPartyId = actingParty(context.actor);
    const data = {
      ...request,
      ...mapSkills(request.skills),
      briefId,
      clientPartyId,
      authorAccountId: context.actor.id,
      budget: { low: { amount: budget.low, currency }, high: { amount: budget.high, currency } },
      criteriaIds: request.criteria.map(({ criteriaId }) => criteriaId),
      kpiCount: request.kpis.length,
      at: context.occurredAt,
    };
    const authorise = ({ draft }: BriefState): void => {
      if (draft && draft.clientPartyId !== clientPartyId) throw notFound();
    };
    const written = await this.aggregates.briefs.handle(briefId, { type: 'DraftBrief', data }, context, { authorise });
    return written.with({ briefId });
  }
}

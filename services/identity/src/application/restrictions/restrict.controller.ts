import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { CLOCK, createdId, type Clock } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  common,
  Errors,
  IdempotencyKeyRequired,
  RequestContext,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { fail } from '../../domain/identity.errors.js';
import type { RestrictionCommand, StepCommand } from '../../domain/restriction/restriction.decider.js';
import type { LadderStage } from '../../domain/restriction/restriction.events.js';
import { defaultReviewDate } from '../../domain/restriction/restriction.policy.js';
import type { RestrictionState } from '../../domain/restriction/restriction.state.js';
import { PartyDirectory } from '../party-directory.js';
import { ApproveSuspensionRequest, LiftRequest, RestrictRequest } from './restriction.requests.dto.js';
import { Restrictions } from './restrictions.js';

type RestrictAnswer = Readonly<{ restrictionId: string }>;

const requireKnown = ({ stage }: RestrictionState): void => {
  if (stage === '(none)') throw common('COMMON.NOT_FOUND', 'No such restriction');
};

@Controller('restrictions')
export class RestrictController {
  constructor(
    private readonly parties: PartyDirectory,
    private readonly restrictions: Restrictions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes a step of the ladder. A suspension takes effect when a second operator approves it. */
  @Post()
  @Allow('trust_safety', 'operator')
  @IdempotencyKeyRequired()
  @Errors('IDENTITY.RESTRICTION_INCOMPLETE', 'IDENTITY.ILLEGAL_TRANSITION', 'IDENTITY.REVIEWER_CONFLICT')
  async restrict(
    @Body() request: RestrictRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RestrictAnswer>> {
    const { partyId, stage, scope, reasonCode, evidenceRefs } = request;
    await this.parties.get(partyId);
    if (caller.accountId === partyId || caller.seats.some(({ organisationId }) => organisationId === partyId))
      throw fail('IDENTITY.REVIEWER_CONFLICT', 'Nobody restricts a party that he speaks for');
    const at = this.clock.now().toISOString();
    const restrictionId = request.restrictionId ?? createdId(context.commandId, 'restriction');
    const reviewDate = request.reviewDate ?? defaultReviewDate(at);
    if (reviewDate < at.slice(0, 10)) throw fail('IDENTITY.RESTRICTION_INCOMPLETE', 'The review date is over');
    const step = { partyId, restrictionId, scope, reasonCode, evidenceRefs, reviewDate, by: caller.accountId, at };
    const authorise = (state: RestrictionState): void => {
      if (state.stage !== '(none)' && state.partyId !== partyId)
        throw common('COMMON.NOT_FOUND', 'No such restriction of this party');
    };
    const written = await this.restrictions.handler.handle(restrictionId, commandOf(stage, step), context, { authorise });
    return written.with({ restrictionId });
  }

  @Post(':restrictionId/approvals')
  @HttpCode(200)
  @Allow('operator')
  @Errors('IDENTITY.FOUR_EYES_REQUIRED', 'IDENTITY.ILLEGAL_TRANSITION')
  approve(
    @Param('restrictionId', ParseUUIDPipe) restrictionId: string,
    @Body() _: ApproveSuspensionRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const data = { by, at: this.clock.now().toISOString() };
    return this.restrictions.handler.handle(restrictionId, { type: 'ApproveSuspension', data }, context, {
      authorise: requireKnown,
    });
  }

  @Post(':restrictionId/lifts')
  @HttpCode(200)
  @Allow('trust_safety', 'operator')
  @Errors('IDENTITY.ILLEGAL_TRANSITION')
  lift(
    @Param('restrictionId', ParseUUIDPipe) restrictionId: string,
    @Body() { reason }: LiftRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const data = { by, reason, at: this.clock.now().toISOString() };
    return this.restrictions.handler.handle(restrictionId, { type: 'Lift', data }, context, { authorise: requireKnown });
  }
}

const commandOf = (stage: LadderStage, data: StepCommand): RestrictionCommand => {
  switch (stage) {
    case 'notice':
      return { type: 'GiveNotice', data };
    case 'limited':
      return { type: 'Limit', data };
    case 'suspended':
      return { type: 'ProposeSuspension', data };
  }
};

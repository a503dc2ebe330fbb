import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { CLOCK, type Clock, type EventData } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  common,
  Errors,
  IdempotencyKeyRequired,
  RequestContext,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { RestrictionEvent } from '../../domain/restriction/restriction.events.js';
import type { RestrictionState } from '../../domain/restriction/restriction.state.js';
import { isOwnParty } from '../party-directory.js';
import { AppealRequest } from '../restrictions/restriction.requests.dto.js';
import { Restrictions } from '../restrictions/restrictions.js';

type AppealAnswer = Readonly<{ appealId: string }>;

@Controller('restrictions/:restrictionId/appeals')
export class AppealController {
  constructor(
    private readonly restrictions: Restrictions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Appeals against the present step, within six months of it; one appeal a step. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors('IDENTITY.APPEAL_ALREADY_OPEN', 'IDENTITY.APPEAL_WINDOW_CLOSED', 'IDENTITY.ILLEGAL_TRANSITION')
  async appeal(
    @Param('restrictionId', ParseUUIDPipe) restrictionId: string,
    @Body() { text }: AppealRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<AppealAnswer>> {
    const authorise = ({ stage, partyId }: RestrictionState): void => {
      if (stage === '(none)' || !isOwnParty(caller, partyId)) throw common('COMMON.NOT_FOUND', 'No such restriction');
    };
    const data = { by: caller.accountId, text, at: this.clock.now().toISOString() };
    const written = await this.restrictions.handler.handle(restrictionId, { type: 'OpenAppeal', data }, context, { authorise });
    const [opened] = written.events;
    return written.with({ appealId: (opened?.data as EventData<RestrictionEvent, 'AppealOpened'>).appealId });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, RequestContext, WALL_CLOCK, type VerifiedCaller, type WallClock } from '@guildhall/service-kit';
import { Controller, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import type { SessionState } from '../../domain/session/session.decider.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

@Controller('sessions/:sessionId/end')
export class EndSessionController {
  constructor(
    private readonly aggregates: IdentityAggregates,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** Ends one of the own sessions, the present one as well (sign-out); its tokens are refused within seconds. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  end(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Caller() { accountId }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const authorise = (state: SessionState): void => {
      if (state.accountId !== accountId) throw common('COMMON.NOT_FOUND', 'No such session');
    };
    const data = { reasonCode: 'signed_out', at: wallNow(this.wall) };
    return this.aggregates.sessions.handle(sessionId, { type: 'RevokeSession', data }, context, { authorise });
  }
}

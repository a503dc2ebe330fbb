import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, RequestContext, WALL_CLOCK, type VerifiedCaller, type WallClock } from '@guildhall/service-kit';
import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

@Controller('sessions/end-others')
export class EndOtherSessionsController {
  constructor(
    private readonly aggregates: IdentityAggregates,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** A process ends every session but this one; their tokens are refused within seconds. */
  @Post()
  @HttpCode(200)
  @Allow('signed-in')
  endOthers(@Caller() { accountId, sessionId }: VerifiedCaller, @RequestContext() context: CommandContext): Promise<Written> {
    const data = { keepSessionId: sessionId, at: wallNow(this.wall) };
    return this.aggregates.accounts.handle(accountId, { type: 'EndOtherSessions', data }, context);
  }
}

import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, InjectReadModel, WALL_CLOCK, type VerifiedCaller, type WallClock } from '@guildhall/service-kit';
import { Controller, Get, Inject } from '@nestjs/common';
import { isAlive } from '../../domain/session/session.decider.js';
import { mySessions, type MySession } from '../../projections/my-sessions/my-sessions.projection.js';
import { wallNow } from '../credentials/wall-time.js';

type ListedSession = Omit<MySession, 'accountId'> & Readonly<{ sessionId: string; current: boolean }>;

/** More than a person has; the oldest ones beyond it have run out long ago. */
const MOST = 100;

@Controller('sessions')
export class ListSessionsController {
  constructor(
    @InjectReadModel(mySessions) private readonly sessions: ReadModel<MySession>,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  @Get()
  @Allow('signed-in')
  async list(@Caller() caller: VerifiedCaller): Promise<Readonly<{ items: readonly ListedSession[] }>> {
    const found = await this.sessions.find({ accountId: caller.accountId }, { sort: { lastUsedAt: -1 }, limit: MOST });
    const now = wallNow(this.wall);
    const alive = found.filter(({ startedAt, lastUsedAt }) => isAlive({ startedAt, refreshedAt: lastUsedAt }, now));
    return {
      items: alive.map(({ _id: sessionId, device, place, startedAt, lastUsedAt }) => {
        return { sessionId, device, place, startedAt, lastUsedAt, current: sessionId === caller.sessionId };
      }),
    };
  }
}

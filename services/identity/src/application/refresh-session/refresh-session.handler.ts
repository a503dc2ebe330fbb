import type { CommandContext } from '@guildhall/event-sourcing';
import { deriveId } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { fail } from '../../domain/identity.errors.js';
import { actingAs } from '../command-contexts.js';
import { AccessTokens } from '../credentials/access-tokens.js';
import { RefreshTokens, type ProvenToken } from '../credentials/refresh-tokens.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import type { SignedIn } from '../sign-in/sign-in.answer.js';

@Injectable()
export class RefreshSessionHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  async execute(refreshToken: string, context: CommandContext): Promise<SignedIn> {
    const proven = this.refreshTokens.prove(refreshToken);
    if (!proven) throw fail('IDENTITY.CREDENTIALS_INVALID', 'This is no refresh token of ours');
    const { sessionId, generation } = proven;
    const { state: session } = await this.aggregates.sessions.load(sessionId);
    const { state: account } = await this.aggregates.accounts.load(session.accountId);
    if (account.status !== 'active') throw fail('IDENTITY.CREDENTIALS_INVALID', 'This session has ended: sign in again');
    const { accountId } = account;
    const command = { type: 'RefreshSession', data: { generation, at: wallNow(this.wall) } } as const;
    const { events } = await this.aggregates.sessions.handle(sessionId, command, this.contextOf(proven, accountId, context));
    if (events.some(({ type }) => type === 'SessionRevoked'))
      throw fail('IDENTITY.TOKEN_REUSED', 'A refresh token was used twice: this session has ended, sign in again');
    const successor = this.refreshTokens.tokenOf({ sessionId, generation: generation + 1 });
    return { accountId, sessionId, ...(await this.accessTokens.issue(account, session)), refreshToken: successor };
  }

  /** The token is part of the command, though no part of the request's hash: another token is another command. */
  private contextOf({ sessionId, generation }: ProvenToken, accountId: string, context: CommandContext): CommandContext {
    return { ...actingAs(context, accountId), commandId: deriveId(context.commandId, sessionId, String(generation)) };
  }
}

import type { CommandContext } from '@guildhall/event-sourcing';
import {
  Allow,
  Caller,
  Errors,
  RequestContext,
  SecretFields,
  WALL_CLOCK,
  type VerifiedCaller,
  type WallClock,
} from '@guildhall/service-kit';
import { Body, Controller, Header, Inject, Post } from '@nestjs/common';
import { IsString, MaxLength, MinLength } from 'class-validator';
import { AccessTokens, type AccessToken } from '../credentials/access-tokens.js';
import { PasswordProof } from '../credentials/password-proof.js';
import { wallNow } from '../credentials/wall-time.js';
import { IdentityAggregates } from '../identity-aggregates.js';

export class StepUpRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(1024)
  readonly password!: string;
}

@Controller('sessions/step-ups')
export class StepUpController {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly proof: PasswordProof,
    private readonly tokens: AccessTokens,
    @Inject(WALL_CLOCK) private readonly wall: WallClock,
  ) {}

  /** A token whose `auth_time` is now: for five minutes it opens what asks for a step-up. */
  @Post()
  @Header('cache-control', 'no-store')
  @Allow('signed-in')
  @SecretFields('password')
  @Errors('IDENTITY.CREDENTIALS_INVALID')
  async stepUp(
    @Body() { password }: StepUpRequest,
    @Caller() { accountId, sessionId }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<AccessToken> {
    const account = await this.proof.of(accountId, password);
    await this.aggregates.sessions.handle(sessionId, { type: 'StepUp', data: { at: wallNow(this.wall) } }, context);
    const { state: session } = await this.aggregates.sessions.load(sessionId);
    return this.tokens.issue(account, session);
  }
}

import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, Header, Post } from '@nestjs/common';
import { IsString, MaxLength, MinLength } from 'class-validator';
import type { SignedIn } from '../sign-in/sign-in.answer.js';
import { RefreshSessionHandler } from './refresh-session.handler.js';

export class RefreshSessionRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  readonly refreshToken!: string;
}

@Controller('sessions/refreshes')
export class RefreshSessionController {
  constructor(private readonly handler: RefreshSessionHandler) {}

  /** Within 10 s the parent of the newest token gets the same successor; an older one ends the session. */
  @Post()
  @Header('cache-control', 'no-store')
  @Allow('public')
  @SecretFields('refreshToken')
  @Errors('IDENTITY.TOKEN_REUSED', 'IDENTITY.CREDENTIALS_INVALID')
  refresh(@Body() { refreshToken }: RefreshSessionRequest, @RequestContext() context: CommandContext): Promise<SignedIn> {
    return this.handler.execute(refreshToken, context);
  }
}

import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, Header, Headers, Ip, Post } from '@nestjs/common';
import { EqualTime } from '../credentials/equal-time.js';
import { deviceOf, placeOf } from './origin.js';
import type { SignedIn } from './sign-in.answer.js';
import { SignInHandler } from './sign-in.handler.js';
import { SignInRequest } from './sign-in.request.dto.js';

@Controller('sessions')
export class SignInController {
  constructor(
    private readonly handler: SignInHandler,
    private readonly time: EqualTime,
  ) {}

  /** One answer for everything that is wrong, also for an address that is not verified yet. */
  @Post()
  @Header('cache-control', 'no-store')
  @Allow('public')
  @SecretFields('password')
  @Errors('IDENTITY.CREDENTIALS_INVALID')
  signIn(
    @Body() { email, password }: SignInRequest,
    @Ip() ip: string,
    @Headers('user-agent') userAgent: string | undefined,
    @RequestContext() context: CommandContext,
  ): Promise<SignedIn> {
    const signIn = { email, password, ip, device: deviceOf(userAgent), place: placeOf(ip) };
    return this.time.refuse(() => this.handler.execute(signIn, context));
  }
}

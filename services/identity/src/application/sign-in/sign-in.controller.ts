import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, Header, Headers, Ip, Post } from '@nestjs/common';
import { deviceOf, placeOf } from './origin.js';
import type { SignedIn } from './sign-in.answer.js';
import { SignInHandler } from './sign-in.handler.js';
import { SignInRequest } from './sign-in.request.dto.js';

@Controller('sessions')
export class SignInController {
  constructor(private readonly handler: SignInHandler) {}

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
    return this.handler.execute({ email, password, ip, device: deviceOf(userAgent), place: placeOf(ip) }, context);
  }
}

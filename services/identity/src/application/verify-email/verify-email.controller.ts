import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { EqualTime } from '../credentials/equal-time.js';
import type { Acknowledged } from '../acknowledged.js';
import { VerifyEmailHandler } from './verify-email.handler.js';
import { AddressRequest, VerifyEmailRequest } from './verify-email.request.dto.js';

@Controller('accounts/email-verifications')
export class VerifyEmailController {
  constructor(
    private readonly handler: VerifyEmailHandler,
    private readonly time: EqualTime,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('public')
  @SecretFields('code')
  @Errors('IDENTITY.CODE_INVALID', 'IDENTITY.CODE_EXPIRED')
  async verify(@Body() { email, code }: VerifyEmailRequest, @RequestContext() context: CommandContext): Promise<Acknowledged> {
    await this.time.answer(() => this.handler.verify(email, code, context));
    return {};
  }

  /** Sends a new code, if the address waits for one; the same answer and timing for every address. */
  @Post('repeats')
  @HttpCode(202)
  @Allow('public')
  async repeat(@Body() { email }: AddressRequest, @RequestContext() context: CommandContext): Promise<Acknowledged> {
    await this.time.answer(() => this.handler.repeat(email, context));
    return {};
  }
}

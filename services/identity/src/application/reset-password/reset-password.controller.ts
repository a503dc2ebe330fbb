import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';
import { EqualTime } from '../credentials/equal-time.js';
import { AddressRequest, VerifyEmailRequest } from '../verify-email/verify-email.request.dto.js';
import type { Acknowledged } from '../acknowledged.js';
import { ResetPasswordHandler } from './reset-password.handler.js';

export class ResetPasswordRequest extends VerifyEmailRequest {
  @IsString()
  @MaxLength(1024)
  readonly newPassword!: string;
}

@Controller('password-resets')
export class ResetPasswordController {
  constructor(
    private readonly handler: ResetPasswordHandler,
    private readonly time: EqualTime,
  ) {}

  /** Mails a code, three an hour at most; the same answer and timing for every address. */
  @Post()
  @HttpCode(202)
  @Allow('public')
  async ask(@Body() { email }: AddressRequest, @RequestContext() context: CommandContext): Promise<Acknowledged> {
    await this.time.answer(() => this.handler.ask(email, context));
    return {};
  }

  /** Sets the password and ends every session. */
  @Post('confirmations')
  @HttpCode(200)
  @Allow('public')
  @SecretFields('code', 'newPassword')
  @Errors('IDENTITY.CODE_INVALID', 'IDENTITY.CODE_EXPIRED', 'IDENTITY.PASSWORD_WEAK')
  async confirm(@Body() request: ResetPasswordRequest, @RequestContext() context: CommandContext): Promise<Acknowledged> {
    await this.time.answer(() => this.handler.confirm(request, context));
    return {};
  }
}

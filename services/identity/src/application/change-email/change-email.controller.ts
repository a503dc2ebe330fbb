import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, SecretFields, StepUp, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsEmail, Matches, MaxLength } from 'class-validator';
import { EqualTime } from '../credentials/equal-time.js';
import { requireOwnAccount } from '../own-account.js';
import type { Acknowledged } from '../acknowledged.js';
import { ChangeEmailHandler } from './change-email.handler.js';

export class AskEmailChangeRequest {
  @IsEmail()
  @MaxLength(254)
  readonly newEmail!: string;
}

export class ConfirmEmailChangeRequest {
  /** The 8 digits of the mail to the new address. */
  @Matches(/^[0-9]{8}$/)
  readonly code!: string;
}

@Controller('accounts/:accountId/email-changes')
export class ChangeEmailController {
  constructor(
    private readonly handler: ChangeEmailHandler,
    private readonly time: EqualTime,
  ) {}

  /** The same answer and timing for a free address and one in use. */
  @Post()
  @HttpCode(202)
  @Allow('own party')
  @StepUp()
  async ask(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { newEmail }: AskEmailChangeRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Acknowledged> {
    requireOwnAccount(caller, accountId);
    await this.time.answer(() => this.handler.ask(accountId, newEmail, context));
    return {};
  }

  /** The new address takes the place of the old one, which is free then; all other sessions end. */
  @Post('confirmations')
  @HttpCode(200)
  @Allow('own party')
  @SecretFields('code')
  @Errors('IDENTITY.CODE_INVALID', 'IDENTITY.CODE_EXPIRED')
  async confirm(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { code }: ConfirmEmailChangeRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Acknowledged> {
    requireOwnAccount(caller, accountId);
    await this.time.answer(() => this.handler.confirm(caller, code, context));
    return {};
  }
}

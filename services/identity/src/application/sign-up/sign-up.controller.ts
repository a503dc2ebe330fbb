import type { CommandContext } from '@guildhall/event-sourcing';
import { Allow, Errors, IdempotencyKeyRequired, RequestContext, SecretFields } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { EqualTime } from '../credentials/equal-time.js';
import type { Acknowledged } from '../acknowledged.js';
import { SignUpHandler } from './sign-up.handler.js';
import { SignUpRequest } from './sign-up.request.dto.js';

@Controller('accounts')
export class SignUpController {
  constructor(
    private readonly handler: SignUpHandler,
    private readonly time: EqualTime,
  ) {}

  /** The same answer and timing for a free address and one in use; the address itself learns more by mail. */
  @Post()
  @HttpCode(202)
  @Allow('public')
  @IdempotencyKeyRequired()
  @SecretFields('password')
  @Errors('IDENTITY.PASSWORD_WEAK')
  async signUp(@Body() request: SignUpRequest, @RequestContext() context: CommandContext): Promise<Acknowledged> {
    await this.time.answer(() => this.handler.execute(request, context));
    return {};
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, SecretFields, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsString, MaxLength } from 'class-validator';
import { requireStrongPassword } from '../../domain/account/password-policy.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { PasswordProof } from '../credentials/password-proof.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { requireOwnAccount } from '../own-account.js';

export class ChangePasswordRequest {
  @IsString()
  @MaxLength(1024)
  readonly oldPassword!: string;

  @IsString()
  @MaxLength(1024)
  readonly newPassword!: string;
}

@Controller('accounts/:accountId/password')
export class ChangePasswordController {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly proof: PasswordProof,
    private readonly hasher: PasswordHasher,
  ) {}

  /** Every session ends, the present one as well. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @SecretFields('oldPassword', 'newPassword')
  @Errors('IDENTITY.CREDENTIALS_INVALID', 'IDENTITY.PASSWORD_WEAK')
  async change(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { oldPassword, newPassword }: ChangePasswordRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    requireOwnAccount(caller, accountId);
    const { email } = await this.proof.of(accountId, oldPassword);
    requireStrongPassword(newPassword, email);
    const passwordHash = await this.hasher.hash(newPassword);
    return this.aggregates.accounts.handle(accountId, { type: 'ChangePassword', data: { passwordHash } }, context);
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsIn } from 'class-validator';
import { ACCOUNT_ROLES, type AccountRole } from '../../domain/account/account.events.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { requireOwnAccount } from '../own-account.js';

export class TakeRoleRequest {
  @IsIn(ACCOUNT_ROLES)
  readonly role!: AccountRole;
}

@Controller('accounts/:accountId/roles')
export class TakeRoleController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** Takes the role of freelancer, client or agency member; the next token carries it. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors('IDENTITY.ROLE_NOT_ALLOWED')
  take(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { role }: TakeRoleRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    requireOwnAccount(caller, accountId);
    return this.aggregates.accounts.handle(accountId, { type: 'TakeRole', data: { role } }, context);
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseEnumPipe, ParseUUIDPipe, Post } from '@nestjs/common';
import { Matches } from 'class-validator';
import { ACCOUNT_ROLES, type AccountRole } from '../../domain/account/account.events.js';
import type { AccountState } from '../../domain/account/account.state.js';
import { IdentityAggregates } from '../identity-aggregates.js';

export class ReasonCodeRequest {
  /** A word of the product, e.g. `own_wish`. */
  @Matches(/^[a-z0-9][a-z0-9_.-]{0,63}$/)
  readonly reasonCode!: string;
}

const accountRole = new ParseEnumPipe(Object.fromEntries(ACCOUNT_ROLES.map((role) => [role, role])));

@Controller('accounts/:accountId/roles/:role/withdrawals')
export class WithdrawRoleController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** Ends a role and every session that carries it. */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'operator')
  withdraw(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Param('role', accountRole) role: AccountRole,
    @Body() { reasonCode }: ReasonCodeRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const authorise = ({ status }: AccountState): void => {
      const isAllowed = caller.accountId === accountId || caller.roles.includes('operator');
      if (!isAllowed || status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
    };
    const data = { role, reasonCode, by: caller.accountId };
    return this.aggregates.accounts.handle(accountId, { type: 'WithdrawRole', data }, context, { authorise });
  }
}

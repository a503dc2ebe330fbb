import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseEnumPipe, ParseUUIDPipe, Post } from '@nestjs/common';
import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { ACCOUNT_ROLES, STAFF_ROLES, type AccountRole } from '../../domain/account/account.events.js';
import type { AccountState } from '../../domain/account/account.state.js';
import { IdentityAggregates } from '../identity-aggregates.js';

export class ReasonRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  readonly reason!: string;
}

export class ProposeStaffRoleRequest extends ReasonRequest {
  @IsIn(ACCOUNT_ROLES)
  readonly role!: AccountRole;
}

const staffRole = new ParseEnumPipe(Object.fromEntries(STAFF_ROLES.map((role) => [role, role])));

/** An unknown id is 404 and appends nothing. */
const requireAccount = ({ status }: AccountState): void => {
  if (status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
};

@Controller('accounts/:accountId/staff-roles')
export class GrantStaffRoleController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** A first operator proposes; the role is granted when a second one approves. */
  @Post()
  @HttpCode(200)
  @Allow('operator')
  @Errors('IDENTITY.ROLE_NOT_ALLOWED', 'IDENTITY.ILLEGAL_TRANSITION')
  propose(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { role, reason }: ProposeStaffRoleRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const command = { type: 'ProposeStaffRole', data: { role, by, reason } } as const;
    return this.aggregates.accounts.handle(accountId, command, context, { authorise: requireAccount });
  }

  @Post(':role/approvals')
  @HttpCode(200)
  @Allow('operator')
  @Errors('IDENTITY.FOUR_EYES_REQUIRED', 'IDENTITY.ILLEGAL_TRANSITION')
  approve(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Param('role', staffRole) role: AccountRole,
    @Body() { reason }: ReasonRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const command = { type: 'ApproveStaffRole', data: { role, by, reason } } as const;
    return this.aggregates.accounts.handle(accountId, command, context, { authorise: requireAccount });
  }
}

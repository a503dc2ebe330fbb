import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { requireOwnAccount } from '../own-account.js';
import { CloseAccountHandler } from './close-account.handler.js';
import { ApproveClosureRequest, CloseAccountRequest } from './close-account.request.dto.js';

@Controller('accounts/:accountId/closures')
export class CloseAccountController {
  constructor(private readonly handler: CloseAccountHandler) {}

  /**
   * The own account: no new commitments, live contracts run to their end; the last owner of an organisation hands it over first.
   * Somebody else's, by an operator at the end of the ladder: proposed, until a second operator approves.
   */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'operator')
  @Errors('IDENTITY.SEAT_LAST_OWNER', 'IDENTITY.ILLEGAL_TRANSITION')
  close(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { reasonCode, restrictionId }: CloseAccountRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    if (!caller.roles.includes('operator')) requireOwnAccount(caller, accountId);
    if (caller.accountId === accountId) return this.handler.closeOwn(accountId, reasonCode, context);
    if (restrictionId === undefined)
      throw common('COMMON.VALIDATION', 'Name the suspension that this closing rests on (restrictionId)');
    return this.handler.propose(accountId, { restrictionId, reasonCode, by: caller.accountId }, context);
  }

  @Post('approvals')
  @HttpCode(200)
  @Allow('operator')
  @Errors('IDENTITY.FOUR_EYES_REQUIRED', 'IDENTITY.ILLEGAL_TRANSITION')
  approve(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { restrictionId }: ApproveClosureRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    return this.handler.approve(accountId, { restrictionId, by }, context);
  }
}

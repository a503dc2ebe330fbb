import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ownersOf } from '../../domain/organisation/organisation.decider.js';
import { fail } from '../../domain/identity.errors.js';
import { seatsOf } from '../credentials/access-tokens.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { requireOwnAccount } from '../own-account.js';
import { ReasonCodeRequest } from '../withdraw-role/withdraw-role.controller.js';

@Controller('accounts/:accountId/closures')
export class CloseAccountController {
  constructor(private readonly aggregates: IdentityAggregates) {}

  /** No new commitments from this account; live contracts run to their end. The last owner of an organisation hands it over first. */
  @Post()
  @HttpCode(200)
  @Allow('own party')
  @Errors('IDENTITY.SEAT_LAST_OWNER', 'IDENTITY.ILLEGAL_TRANSITION')
  async close(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { reasonCode }: ReasonCodeRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    requireOwnAccount(caller, accountId);
    await this.requireNoLastOwner(accountId);
    const data = { reasonCode, at: context.occurredAt };
    return this.aggregates.accounts.handle(accountId, { type: 'CloseAccount', data }, context);
  }

  private async requireNoLastOwner(accountId: string): Promise<void> {
    const { state } = await this.aggregates.accounts.load(accountId);
    if (state.status !== 'active') return;
    for (const { organisationId } of seatsOf(state).filter(({ seatRole }) => seatRole === 'owner')) {
      const { state: organisation } = await this.aggregates.organisations.load(organisationId);
      const owners = ownersOf(organisation);
      if (owners.length === 1 && owners.includes(accountId))
        throw fail('IDENTITY.SEAT_LAST_OWNER', 'Hand your organisation over to another owner first', { organisationId });
    }
  }
}

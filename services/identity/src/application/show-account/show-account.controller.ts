import type { ReadModel } from '@guildhall/event-sourcing';
import { Allow, Caller, common, InjectReadModel, type VerifiedCaller } from '@guildhall/service-kit';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import type { AccountState } from '../../domain/account/account.state.js';
import { accounts, type AccountDocument } from '../../projections/accounts/accounts.projection.js';
import { seatsOf } from '../credentials/access-tokens.js';
import { IdentityAggregates } from '../identity-aggregates.js';

@Controller('accounts/:accountId')
export class ShowAccountController {
  constructor(
    private readonly aggregates: IdentityAggregates,
    @InjectReadModel(accounts) private readonly accounts: ReadModel<AccountDocument>,
  ) {}

  /** The own account with its personal data, always the newest; for operators without personal data, as the read model knows it. */
  @Get()
  @Allow('own party', 'operator')
  async show(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Caller() caller: VerifiedCaller,
  ): Promise<OwnAccount | AccountDocument> {
    if (caller.accountId === accountId) return this.own(accountId);
    const found = caller.roles.includes('operator') ? await this.accounts.get(accountId) : null;
    if (!found) throw common('COMMON.NOT_FOUND', 'No such account');
    return found;
  }

  private async own(accountId: string): Promise<OwnAccount> {
    const { state } = await this.aggregates.accounts.load(accountId);
    if (state.status === '(none)') throw common('COMMON.NOT_FOUND', 'No such account');
    return ownView(state);
  }
}

const ownView = (state: AccountState) => {
  const { accountId, status, email, displayName, about, skills, languages, workModes, country, region, locale, timeZone, roles } =
    state;
  const profile = { about, skills, languages, workModes };
  return {
    ...{ accountId, status, email, emailVerified: state.verified === 'yes', displayName, profile },
    ...{ country, homeRegion: region, locale, timeZone, roles, proposedRoles: state.proposedRoles, seats: seatsOf(state) },
  };
};
type OwnAccount = ReturnType<typeof ownView>;

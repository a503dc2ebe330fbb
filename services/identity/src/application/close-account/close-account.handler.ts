import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { common } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { fail } from '../../domain/identity.errors.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { Restrictions } from '../restrictions/restrictions.js';
import { organisationLeftBy } from './last-owner.js';

type Approval = Readonly<{ restrictionId: string; by: string }>;
type Proposal = Approval & Readonly<{ reasonCode: string }>;

@Injectable()
export class CloseAccountHandler {
  constructor(
    private readonly aggregates: IdentityAggregates,
    private readonly restrictions: Restrictions,
  ) {}

  async closeOwn(accountId: string, reasonCode: string, context: CommandContext): Promise<Written> {
    await this.requireNoLastOwner(accountId);
    const data = { reasonCode, at: context.occurredAt };
    return this.aggregates.accounts.handle(accountId, { type: 'CloseAccount', data }, context);
  }

  async propose(accountId: string, { restrictionId, reasonCode, by }: Proposal, context: CommandContext): Promise<Written> {
    const suspension = await this.suspensionOf(accountId, restrictionId);
    const data = { ...suspension, reasonCode, by, at: context.occurredAt };
    return this.aggregates.accounts.handle(accountId, { type: 'ProposeClosure', data }, context);
  }

  async approve(accountId: string, { restrictionId, by }: Approval, context: CommandContext): Promise<Written> {
    const suspension = await this.suspensionOf(accountId, restrictionId);
    const data = { ...suspension, by, at: context.occurredAt };
    return this.aggregates.accounts.handle(accountId, { type: 'ApproveClosure', data }, context);
  }

  private async suspensionOf(accountId: string, restrictionId: string) {
    const { state } = await this.restrictions.handler.load(restrictionId);
    if (state.partyId !== accountId || state.stage !== 'suspended')
      throw common('COMMON.NOT_FOUND', 'This account has no such suspension');
    const { since, appeal } = state;
    return { restrictionId, since, appeal } as const;
  }

  private async requireNoLastOwner(accountId: string): Promise<void> {
    const { state } = await this.aggregates.accounts.load(accountId);
    const organisationId = await organisationLeftBy(this.aggregates, state);
    if (organisationId !== null)
      throw fail('IDENTITY.SEAT_LAST_OWNER', 'Hand your organisation over to another owner first', { organisationId });
  }
}

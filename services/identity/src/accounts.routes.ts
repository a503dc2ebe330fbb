import type { CommandContext, CommandRoutes } from '@guildhall/event-sourcing';
import type { Command } from '@guildhall/kernel';
import { WALL_CLOCK, type WallClock } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { wallNow } from './application/credentials/wall-time.js';
import { IdentityAggregates } from './application/identity-aggregates.js';
import type { AccountCommand } from './domain/account/account.decider.js';
import type { RoutesOfPart } from './identity.part.js';

type Addressed<Type extends AccountCommand['type']> = Command<
  Type,
  Extract<AccountCommand, { type: Type }>['data'] & { accountId: string }
>;
type RevokeSession = Command<'RevokeSession', { sessionId: string; reasonCode: string }>;
type FreeEmail = Command<'FreeEmail', { emailHash: string; accountId: string }>;

/** Commands that the processes of accounts, sessions and organisations send. */
@Injectable()
export class AccountsRoutes implements RoutesOfPart {
  readonly routes: CommandRoutes;

  constructor({ accounts, emails, sessions }: IdentityAggregates, @Inject(WALL_CLOCK) wall: WallClock) {
    this.routes = {
      // Wall time of the delivery: a process knows business time only, and tokens do not follow it.
      RevokeSession: ({ data: { sessionId, reasonCode } }: RevokeSession, context: CommandContext) =>
        sessions.handle(sessionId, { type: 'RevokeSession', data: { reasonCode, at: wallNow(wall) } }, context),
      FreeEmail: ({ data: { emailHash, accountId } }: FreeEmail, context: CommandContext) =>
        emails.handle(emailHash, { type: 'FreeEmail', data: { accountId } }, context),
      NoteSeat: ({ data: { accountId, ...data } }: Addressed<'NoteSeat'>, context: CommandContext) =>
        accounts.handle(accountId, { type: 'NoteSeat', data }, context),
      BootstrapOperator: ({ data: { accountId, by } }: Addressed<'BootstrapOperator'>, context: CommandContext) =>
        accounts.handle(accountId, { type: 'BootstrapOperator', data: { by } }, context),
    };
  }
}

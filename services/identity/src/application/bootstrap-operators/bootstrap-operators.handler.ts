import { createHash, timingSafeEqual } from 'node:crypto';
import type { CommandContext } from '@guildhall/event-sourcing';
import { common, SERVICE_CONFIG } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { IdentityConfig } from '../../config.js';
import { PLATFORM } from '../../domain/bootstrap/bootstrap.decider.js';
import { fail } from '../../domain/identity.errors.js';
import { stepOf } from '../command-contexts.js';
import { IdentityAggregates } from '../identity-aggregates.js';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

@Injectable()
export class BootstrapOperatorsHandler {
  constructor(
    @Inject(SERVICE_CONFIG) private readonly config: Pick<IdentityConfig, 'bootstrapSecret'>,
    private readonly aggregates: IdentityAggregates,
  ) {}

  async execute(secret: string, accountIds: readonly [string, string], context: CommandContext): Promise<void> {
    if (!timingSafeEqual(digest(secret), digest(this.config.bootstrapSecret)))
      throw common('COMMON.FORBIDDEN', 'This is not the bootstrap secret');
    for (const accountId of accountIds) await this.requireReady(accountId);
    await this.aggregates.bootstrap.handle(PLATFORM, { type: 'NameFirstOperators', data: { accountIds } }, context);
    for (const accountId of accountIds) {
      const command = { type: 'BootstrapOperator', data: { by: accountIds } } as const;
      await this.aggregates.accounts.handle(accountId, command, stepOf(context, `operator-${accountId}`));
    }
  }

  private async requireReady(accountId: string): Promise<void> {
    const { state } = await this.aggregates.accounts.load(accountId);
    if (state.status === 'active' && state.verified === 'yes') return;
    throw fail('IDENTITY.ILLEGAL_TRANSITION', 'An operator needs an account with a verified address', { allowed: [] });
  }
}

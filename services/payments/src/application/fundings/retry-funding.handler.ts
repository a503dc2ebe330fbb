import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { FundingState } from '../../domain/funding/funding.decider.js';
import type { FundingEvent } from '../../domain/funding/funding.events.js';
import { spendingRestrictions } from '../../domain/party/party.decider.js';
import { fail } from '../../domain/payments.errors.js';
import { spendingFor } from '../access.js';
import { MoneyStreams } from '../money-streams.js';

export type RetryFundingAnswer = Readonly<{ attempt: number } | { attempt?: never }>;

@Injectable()
export class RetryFundingHandler {
  constructor(private readonly streams: MoneyStreams) {}

  async execute(
    fundingId: string,
    instrumentId: string,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<RetryFundingAnswer>> {
    const [method, party] = await Promise.all([
      this.streams.methods.load(caller.partyId),
      this.streams.parties.load(caller.partyId),
    ]);
    const missing = spendingRestrictions(party.state);
    const own = method.state.instruments.some((instrument) => instrument.instrumentId === instrumentId);
    const authorise = ({ opened }: FundingState): void => {
      if (opened?.clientPartyId !== caller.partyId) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such funding, or not yours');
      spendingFor(caller, opened.clientPartyId);
      if (missing.length > 0) throw fail('PAYMENTS.CAPABILITY_MISSING', 'This party may not spend at present', { missing });
      if (!own) throw fail('PAYMENTS.HOLD_NOT_FOUND', 'No such instrument of this party');
    };
    const command = { type: 'RetryCharge' as const, data: { instrumentId, at: context.occurredAt } };
    const written = await this.streams.fundings.handle(fundingId, command, context, { authorise });
    const [retried] = written.events as readonly Readonly<{ data: FundingEvent['data'] }>[];
    return written.with(retried && 'attempt' in retried.data ? { attempt: retried.data.attempt } : {});
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { EmptyRequest } from '../empty.request.dto.js';

@Controller(':disputeId/withdrawals')
export class WithdrawController {
  constructor(private readonly streams: DisputeStreams) {}

  /** Who opened the dispute withdraws it; what was frozen is free again. */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION')
  withdraw(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const command = { type: 'Withdraw', data: { partyId: caller.partyId, at: context.occurredAt } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }
}

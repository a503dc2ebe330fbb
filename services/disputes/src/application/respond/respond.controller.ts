import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties } from '../access.js';
import { DisputeStreams, writtenData } from '../dispute-streams.js';
import { EmptyRequest } from '../empty.request.dto.js';
import { moneyOf } from '../money.request.dto.js';
import { RespondRequest } from './respond.request.dto.js';

type RespondAnswer = Readonly<{ negotiationEndsAt?: string | undefined }>;

@Controller(':disputeId')
export class RespondController {
  constructor(private readonly streams: DisputeStreams) {}

  /** The respondent answers within five business days; negotiation begins. */
  @Post('responses')
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ACTOR_NOT_ALLOWED',
    'DISPUTES.ILLEGAL_TRANSITION',
    'DISPUTES.DEADLINE_PASSED',
    'DISPUTES.OFFER_OUT_OF_RANGE',
  )
  async respond(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() { statement, toFreelancer }: RespondRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<RespondAnswer>> {
    const { partyId, accountId: authorAccountId } = caller;
    const share = toFreelancer === undefined ? {} : { toFreelancer: moneyOf(toFreelancer) };
    const data = { partyId, statement, authorAccountId, ...share, at: context.occurredAt };
    const authorise = parties(caller);
    const written = await this.streams.disputes.handle(disputeId, { type: 'Respond', data }, context, { authorise });
    return written.with({ negotiationEndsAt: writtenData(written, 'ResponseGiven')?.negotiationEndsAt });
  }

  /** The respondent accepts the claim; it is paid at once. */
  @Post('acceptances')
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION')
  accept(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const command = { type: 'AcceptClaim', data: { partyId: caller.partyId } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }
}

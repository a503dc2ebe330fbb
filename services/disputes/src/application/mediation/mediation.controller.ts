import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties, sideOfCaller } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { EmptyRequest } from '../empty.request.dto.js';
import { MediationAnswerRequest, MediationProposalRequest } from './mediation.request.dto.js';
import { ProposeMediationHandler, type ProposeMediationAnswer } from './propose-mediation.handler.js';

@Controller(':disputeId')
export class MediationController {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly proposals: ProposeMediationHandler,
  ) {}

  /** A side asks for a mediator; one is named when both have asked, or after seven days of negotiation. */
  @Post('mediation-requests')
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION')
  async ask(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() _request: EmptyRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const command = { type: 'AskMediation', data: { side } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }

  /** The mediator of the case proposes a split with reasons; both sides have three business days to accept. */
  @Post('mediation-proposals')
  @Allow('mediator')
  @IdempotencyKeyRequired()
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ACTOR_NOT_ALLOWED',
    'DISPUTES.ILLEGAL_TRANSITION',
    'DISPUTES.OFFER_OUT_OF_RANGE',
    'DISPUTES.REASONS_MISSING',
    'DISPUTES.CONFLICT_OF_INTEREST',
  )
  propose(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() request: MediationProposalRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ProposeMediationAnswer>> {
    return this.proposals.execute(disputeId, request, caller, context);
  }

  /** A side accepts or rejects the proposal. Both accept: paid at once; one rejects: arbitration is offered. */
  @Post('mediation-answers')
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.DEADLINE_PASSED')
  async answer(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() { answer }: MediationAnswerRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const command = { type: 'AnswerMediation', data: { side, answer, at: context.occurredAt } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }
}

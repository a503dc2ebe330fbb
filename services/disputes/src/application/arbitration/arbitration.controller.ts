import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties, sideOfCaller } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { ArbitrationAnswerRequest } from './arbitration-answer.request.dto.js';

@Controller(':disputeId/arbitration-answers')
export class ArbitrationController {
  constructor(private readonly streams: DisputeStreams) {}

  /** A side agrees to arbitration, whose fee is waived, or declines it. Both decline: the last proposal decides. */
  @Post()
  @HttpCode(200)
  @Allow('own party', 'counterparty')
  @Errors('DISPUTES.NOT_A_PARTY', 'DISPUTES.ACTOR_NOT_ALLOWED', 'DISPUTES.ILLEGAL_TRANSITION', 'DISPUTES.DEADLINE_PASSED')
  async answer(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() { answer }: ArbitrationAnswerRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const command = { type: 'AnswerArbitration', data: { side, answer, at: context.occurredAt } } as const;
    return this.streams.disputes.handle(disputeId, command, context, { authorise: parties(caller) });
  }
}

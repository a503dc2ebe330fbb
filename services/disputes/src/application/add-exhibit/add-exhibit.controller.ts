import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import { Allow, Caller, Errors, IdempotencyKeyRequired, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { parties, sideOfCaller } from '../access.js';
import { DisputeStreams } from '../dispute-streams.js';
import { AddExhibitRequest } from './add-exhibit.request.dto.js';

type AddExhibitAnswer = Readonly<{ exhibitId: string }>;

@Controller(':disputeId/exhibits')
export class AddExhibitController {
  constructor(private readonly streams: DisputeStreams) {}

  /** A side adds a piece of evidence by its hash; nothing is ever taken away again. */
  @Post()
  @Allow('own party', 'counterparty')
  @IdempotencyKeyRequired()
  @Errors(
    'DISPUTES.NOT_A_PARTY',
    'DISPUTES.ACTOR_NOT_ALLOWED',
    'DISPUTES.ILLEGAL_TRANSITION',
    'DISPUTES.DEADLINE_PASSED',
    'DISPUTES.EVIDENCE_LIMIT',
  )
  async add(
    @Param('disputeId', ParseUUIDPipe) disputeId: string,
    @Body() { exhibitId = '', name, hash, size, note }: AddExhibitRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<AddExhibitAnswer>> {
    const side = sideOfCaller(await this.streams.dispute(disputeId), caller);
    const exhibit = { exhibitId: exhibitId || createdId(context.commandId, 'exhibit'), side, name, hash, size, note };
    const data = { ...exhibit, authorAccountId: caller.accountId, at: context.occurredAt };
    const authorise = parties(caller);
    const written = await this.streams.disputes.handle(disputeId, { type: 'AddExhibit', data }, context, { authorise });
    return written.with({ exhibitId: exhibit.exhibitId });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { CLOCK, createdId, type Clock } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  common,
  Errors,
  IdempotencyKeyRequired,
  RequestContext,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { fail } from '../../domain/identity.errors.js';
import { isOwnParty, PartyDirectory } from '../party-directory.js';
import { Verifications } from '../verifications.js';
import { SubmitItemsRequest } from './submit-items.request.dto.js';

type SubmitItemsAnswer = Readonly<{ submissionId: string }>;

@Controller('parties/:partyId/submissions')
export class SubmitItemsController {
  constructor(
    private readonly parties: PartyDirectory,
    private readonly verifications: Verifications,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Shows items for one or more capabilities. Once everything that the party must show is there, reviewers look at it. */
  @Post()
  @Allow('own party')
  @IdempotencyKeyRequired()
  @Errors(
    'IDENTITY.REQUIREMENT_INVALID',
    'IDENTITY.VERIFICATION_PENDING',
    'IDENTITY.ROLE_NOT_ALLOWED',
    'IDENTITY.ILLEGAL_TRANSITION',
  )
  async submit(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Body() { submissionId: proposedId, capabilities, items }: SubmitItemsRequest,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<SubmitItemsAnswer>> {
    if (!isOwnParty(caller, partyId)) throw common('COMMON.NOT_FOUND', 'No such party');
    if (caller.partyId === partyId && caller.seatRole === 'viewer')
      throw common('COMMON.FORBIDDEN', 'A viewer shows nothing for the organisation');
    const { partyKind, country, roles } = await this.parties.get(partyId);
    if (capabilities.includes('arbitrate') && partyKind === 'person' && !roles.includes('mediator'))
      throw fail('IDENTITY.ROLE_NOT_ALLOWED', 'Only mediators arbitrate');
    const submissionId = proposedId ?? createdId(context.commandId, 'submission');
    const at = this.clock.now().toISOString();
    const data = { partyId, partyKind, country, submissionId, capabilities, items, by: caller.accountId, at };
    const written = await this.verifications.handler.handle(partyId, { type: 'SubmitItems', data }, context);
    return written.with({ submissionId });
  }
}

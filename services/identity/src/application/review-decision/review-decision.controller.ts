import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { Allow, Caller, common, Errors, RequestContext, type VerifiedCaller } from '@guildhall/service-kit';
import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { fail } from '../../domain/identity.errors.js';
import type { VerificationCommand } from '../../domain/verification/verification.commands.js';
import type { VerificationState } from '../../domain/verification/verification.state.js';
import { Verifications } from '../verifications.js';
import { ReviewDecisionRequest } from './review-decision.request.dto.js';

@Controller('reviews/:partyId/decisions')
export class ReviewDecisionController {
  constructor(private readonly verifications: Verifications) {}

  /** Decides on what a party has shown; training, high volumes and fraud need a second reviewer. */
  @Post()
  @HttpCode(200)
  @Allow('trust_safety', 'operator')
  @Errors(
    'IDENTITY.ILLEGAL_TRANSITION',
    'IDENTITY.FOUR_EYES_REQUIRED',
    'IDENTITY.REQUIREMENT_INVALID',
    'IDENTITY.REVIEWER_CONFLICT',
  )
  decide(
    @Param('partyId', ParseUUIDPipe) partyId: string,
    @Body() decision: ReviewDecisionRequest,
    @Caller() reviewer: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written> {
    const speaksForIt = reviewer.accountId === partyId || reviewer.seats.some(({ organisationId }) => organisationId === partyId);
    const authorise = ({ status }: VerificationState): void => {
      if (status === '(none)') throw common('COMMON.NOT_FOUND', 'No such verification');
      if (speaksForIt) throw fail('IDENTITY.REVIEWER_CONFLICT', 'Nobody reviews what he has shown himself');
    };
    return this.verifications.handler.handle(partyId, commandOf(decision, reviewer.accountId), context, { authorise });
  }
}

const commandOf = ({ decision, reasonCode, errors, level }: ReviewDecisionRequest, by: string): VerificationCommand => {
  switch (decision) {
    case 'pass':
      return { type: 'PassReview', data: { by, reasonCode, level: level ?? null } };
    case 'needs_more':
      return { type: 'AskForMore', data: { by, reasonCode, errors: (errors ?? []).map(({ item, code }) => ({ item, code })) } };
    case 'reject':
      return { type: 'RejectVerification', data: { by, reasonCode } };
  }
};

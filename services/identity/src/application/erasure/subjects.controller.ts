import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { Instant } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  Errors,
  IdempotencyKeyRequired,
  RequestContext,
  StepUp,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Body, Controller, Get, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { ReasonRequest } from '../grant-staff-role/grant-staff-role.controller.js';
import { ForgetSubjectHandler } from './forget-subject.handler.js';
import { SubjectViews, type SubjectView } from './subject-view.js';

type ForgetAnswer = Readonly<{ subjectId: string; pseudonymId: string; requestedAt: Instant }>;

@Controller('operations/subjects/:accountId')
@Allow('operator')
export class SubjectsController {
  constructor(
    private readonly handler: ForgetSubjectHandler,
    private readonly views: SubjectViews,
  ) {}

  /** What is known of an erasure, or would happen and what blocks it; with identity's part of the receipt. Changes nothing. */
  @Get()
  show(@Param('accountId', ParseUUIDPipe) accountId: string): Promise<SubjectView> {
    return this.views.of(accountId);
  }

  /**
   * Asks for the erasure of a person whose account is closed and who is in no open dispute; it cannot be taken back. A second request is
   * the first one.
   */
  @Post('forget')
  @HttpCode(202)
  @StepUp()
  @IdempotencyKeyRequired()
  @Errors('IDENTITY.ACCOUNT_OPEN', 'IDENTITY.LEGAL_HOLD')
  async forget(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Body() { reason }: ReasonRequest,
    @Caller() { accountId: by }: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<ForgetAnswer>> {
    const written = await this.handler.request(accountId, { by, reason }, context);
    const { subjectId, pseudonymId, requestedAt } = (await this.handler.subjects.load(accountId)).state;
    return written.with({ subjectId, pseudonymId, requestedAt });
  }
}

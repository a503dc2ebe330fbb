import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { CLOCK, type Clock, type Instant } from '@guildhall/kernel';
import {
  Allow,
  Caller,
  Errors,
  IdempotencyKeyRequired,
  RequestContext,
  StepUp,
  type VerifiedCaller,
} from '@guildhall/service-kit';
import { Controller, Get, HttpCode, Inject, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { requireOwnAccount } from '../own-account.js';
import { ErasureTermsDesk, type ErasureTerms } from './erasure-terms.js';
import { ForgetSubjectHandler } from './forget-subject.handler.js';

type Asked = ErasureTerms & Readonly<{ subjectId: string; pseudonymId: string; requestedAt: Instant }>;

/** The own erasure (GDPR, Art. 17), as the account itself sees it and asks for it. */
@Controller('accounts/:accountId/erasure')
@Allow('own party')
export class OwnErasureController {
  constructor(
    private readonly handler: ForgetSubjectHandler,
    private readonly terms: ErasureTermsDesk,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What an erasure would take, what stays, why and until when, and what stands in its way. Changes nothing. */
  @Get()
  show(@Param('accountId', ParseUUIDPipe) accountId: string, @Caller() caller: VerifiedCaller): Promise<ErasureTerms> {
    requireOwnAccount(caller, accountId);
    return this.terms.of(accountId, this.clock.now().toISOString());
  }

  /**
   * Closes the own account and erases the person; it cannot be taken back, and this answer is the last one: sessions end and the address
   * is gone, so no mail follows. Refused while a dispute is open, and to the last owner of an organisation.
   */
  @Post()
  @HttpCode(202)
  @StepUp()
  @IdempotencyKeyRequired()
  @Errors('IDENTITY.LEGAL_HOLD', 'IDENTITY.SEAT_LAST_OWNER')
  async ask(
    @Param('accountId', ParseUUIDPipe) accountId: string,
    @Caller() caller: VerifiedCaller,
    @RequestContext() context: CommandContext,
  ): Promise<Written<Asked>> {
    requireOwnAccount(caller, accountId);
    const terms = await this.terms.of(accountId, context.occurredAt);
    const written = await this.handler.request(accountId, { by: accountId, reason: '' }, context);
    const { subjectId, pseudonymId, requestedAt } = (await this.handler.subjects.load(accountId)).state;
    return written.with({ ...terms, subjectId, pseudonymId, requestedAt });
  }
}

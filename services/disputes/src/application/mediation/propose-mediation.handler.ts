import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import policy from '../../domain/policies/dispute-v1.json' with { type: 'json' };
import { handlers } from '../access.js';
import { Deadlines } from '../calendar/deadlines.js';
import { DisputeStreams, writtenData } from '../dispute-streams.js';
import { History } from '../history.js';
import { moneyOf } from '../money.request.dto.js';
import type { MediationProposalRequest } from './mediation.request.dto.js';

export type ProposeMediationAnswer = Readonly<{ proposalId?: string | undefined; answerBy?: string | undefined }>;

@Injectable()
export class ProposeMediationHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly deadlines: Deadlines,
    private readonly history: History,
  ) {}

  async execute(
    disputeId: string,
    { proposalId = '', toFreelancer, reasons, ruleIds }: MediationProposalRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<ProposeMediationAnswer>> {
    const dispute = await this.streams.dispute(disputeId);
    const [businessDays, conflict] = await Promise.all([
      this.deadlines.ofRespondent(dispute),
      this.history.conflictOf(caller.accountId, dispute),
    ]);
    const data = {
      proposalId: proposalId || createdId(context.commandId, 'proposal'),
      by: caller.accountId,
      toFreelancer: moneyOf(toFreelancer),
      reasons,
      ruleIds,
      answerBy: businessDays(context.occurredAt, policy.mediation.acceptBusinessDays),
      conflict,
    };
    const authorise = handlers(caller);
    const written = await this.streams.disputes.handle(disputeId, { type: 'ProposeMediation', data }, context, { authorise });
    const proposed = writtenData(written, 'MediationProposed');
    return written.with({ proposalId: proposed?.proposalId, answerBy: proposed?.answerBy });
  }
}

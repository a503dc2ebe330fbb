import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import type { DisputeState } from '../../domain/dispute/dispute.state.js';
import { DisputeStreams, writtenData } from '../dispute-streams.js';
import { History } from '../history.js';
import { moneyOf } from '../money.request.dto.js';
import type { RulingRequest } from './ruling.request.dto.js';

export type RuleAnswer = Readonly<{ rulingId: string; splitAt?: string | undefined }>;

/** Rulings of arbitrators, and decisions of the senior queue. */
@Injectable()
export class RuleHandler {
  constructor(
    private readonly streams: DisputeStreams,
    private readonly history: History,
  ) {}

  async execute(
    type: 'Rule' | 'ForceDecision',
    disputeId: string,
    request: RulingRequest,
    { accountId: by }: VerifiedCaller,
    context: CommandContext,
    authorise: (state: DisputeState) => void,
  ): Promise<Written<RuleAnswer>> {
    const { rulingId = createdId(context.commandId, 'ruling'), toFreelancer, toClient } = request;
    const { faultFreelancer, faultClient, ruleIds, factIds, formula, reasons } = request;
    const conflict = await this.history.conflictOf(by, await this.streams.dispute(disputeId));
    const shares = { toFreelancer: moneyOf(toFreelancer), toClient: moneyOf(toClient), faultFreelancer, faultClient };
    const data = { rulingId, by, ...shares, ruleIds, factIds, formula, reasons, conflict, at: context.occurredAt };
    const written = await this.streams.disputes.handle(disputeId, { type, data }, context, { authorise });
    return written.with({ rulingId, splitAt: writtenData(written, 'DisputeDecided')?.splitAt });
  }
}

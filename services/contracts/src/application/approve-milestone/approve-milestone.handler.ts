import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { existing, milestoneOf } from '../../domain/contract/contract.state.js';
import { paying } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { moneyOf } from '../money.request.dto.js';
import type { ApproveMilestoneRequest } from './approve-milestone.request.dto.js';
import type { Money } from '@guildhall/kernel';

export type ApproveMilestoneAnswer = Readonly<{ releaseId?: string | undefined; amount?: Money | undefined }>;

@Injectable()
export class ApproveMilestoneHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    request: ApproveMilestoneRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<ApproveMilestoneAnswer>> {
    const { deliverableVersion, contentHash, amount } = request;
    const data = {
      milestoneId,
      deliverableVersion,
      contentHash,
      at: context.occurredAt,
      ...(amount === undefined ? {} : { amount: moneyOf(amount) }),
    };
    const written = await this.contracts.handle(
      contractId,
      { type: 'ApproveMilestone', data },
      context,
      paying(caller, 'client'),
    );
    // Approved before, by click or timer: nothing was written, the first approval is the answer.
    const approved =
      writtenData(written, 'MilestoneApproved') ??
      milestoneOf(existing(await this.contracts.load(contractId)), milestoneId).approval;
    return written.with({ releaseId: approved?.releaseId, amount: approved?.amount });
  }
}

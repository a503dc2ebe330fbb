import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';

export type CancelLateAnswer = Readonly<{ splitId?: string | undefined }>;

@Injectable()
export class CancelLateHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<CancelLateAnswer>> {
    const data = { milestoneId, at: context.occurredAt };
    const written = await this.contracts.handle(contractId, { type: 'CancelLate', data }, context, agreeing(caller, 'client'));
    return written.with({ splitId: writtenData(written, 'SplitAgreed')?.splitId });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { paying } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';

export type RequestFundingAnswer = Readonly<{ fundingId?: string | undefined; payBy?: string | undefined }>;

@Injectable()
export class RequestFundingHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<RequestFundingAnswer>> {
    const data = { milestoneId, at: context.occurredAt };
    const written = await this.contracts.handle(contractId, { type: 'RequestFunding', data }, context, paying(caller, 'client'));
    return written.with({
      fundingId: writtenData(written, 'FundingRequested')?.fundingId,
      payBy: writtenData(written, 'FundingRequested')?.payBy,
    });
  }
}

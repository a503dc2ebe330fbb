import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { paying } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { moneyOf } from '../money.request.dto.js';
import type { ReleasePartRequest } from './release-part.request.dto.js';

export type ReleasePartAnswer = Readonly<{ releaseId?: string | undefined }>;

@Injectable()
export class ReleasePartHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    request: ReleasePartRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<ReleasePartAnswer>> {
    const data = { milestoneId, amount: moneyOf(request.amount) };
    const written = await this.contracts.handle(contractId, { type: 'ReleasePart', data }, context, paying(caller, 'client'));
    return written.with({ releaseId: writtenData(written, 'PartialReleaseApproved')?.releaseId });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { paying } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { moneyOf } from '../money.request.dto.js';
import type { GiveBackRequest } from './give-back.request.dto.js';

export type GiveBackAnswer = Readonly<{ refundId?: string | undefined }>;

@Injectable()
export class GiveBackHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    request: GiveBackRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<GiveBackAnswer>> {
    const { amount, source, reasonCode = 'given_back' } = request;
    const data = { milestoneId, amount: moneyOf(amount), source, reasonCode, at: context.occurredAt };
    const written = await this.contracts.handle(contractId, { type: 'GiveBack', data }, context, paying(caller, 'freelancer'));
    return written.with({ refundId: writtenData(written, 'RefundApproved')?.refundId });
  }
}

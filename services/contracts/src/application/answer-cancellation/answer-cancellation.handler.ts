import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing, sideOfCaller } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';

export type AnswerCancellationAnswer = Readonly<{ state: string }>;

@Injectable()
export class AnswerCancellationHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    requestId: string,
    answer: 'accept' | 'refuse',
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<AnswerCancellationAnswer>> {
    const side = sideOfCaller(await this.contracts.load(contractId), caller);
    const data = { requestId, side, answer, at: context.occurredAt };
    const allowed = agreeing(caller, 'client', 'freelancer');
    const written = await this.contracts.handle(contractId, { type: 'AnswerCancellation', data }, context, allowed);
    return written.with({ state: writtenData(written, 'ContractCompleting') ? 'completing' : 'active' });
  }
}

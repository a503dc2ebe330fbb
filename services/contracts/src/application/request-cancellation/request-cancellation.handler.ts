import type { CommandContext, Written } from '@guildhall/event-sourcing';
import { createdId } from '@guildhall/kernel';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing, sideOfCaller } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import { moneyOf } from '../money.request.dto.js';
import type { RequestCancellationRequest } from './request-cancellation.request.dto.js';
import type { SilenceOutcome } from '../../domain/contract/contract.events.js';

export type RequestCancellationAnswer = Readonly<{
  requestId: string;
  answerBy?: string | undefined;
  onSilence?: SilenceOutcome | undefined;
}>;

@Injectable()
export class RequestCancellationHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    request: RequestCancellationRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<RequestCancellationAnswer>> {
    const side = sideOfCaller(await this.contracts.load(contractId), caller);
    const { note, requestId = createdId(context.commandId, 'cancellation') } = request;
    const splits = request.splits.map(({ milestoneId, toFreelancer, toClient }) => ({
      milestoneId,
      toFreelancer: moneyOf(toFreelancer),
      toClient: moneyOf(toClient),
    }));
    const by = { side, authorAccountId: caller.accountId, at: context.occurredAt };
    const data = { requestId, splits, ...by, ...(note === undefined ? {} : { note }) };
    const allowed = agreeing(caller, 'client', 'freelancer');
    const written = await this.contracts.handle(contractId, { type: 'RequestCancellation', data }, context, allowed);
    const requested = writtenData(written, 'CancellationRequested');
    return written.with({ requestId, answerBy: requested?.answerBy, onSilence: requested?.onSilence });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { leaving, sideOfCaller } from '../contract-access.js';
import { Contracts } from '../contracts.js';
import type { DeclineContractRequest } from './decline-contract.request.dto.js';

@Injectable()
export class DeclineContractHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    request: DeclineContractRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written> {
    const side = sideOfCaller(await this.contracts.load(contractId), caller);
    const { reason, note } = request;
    const data = {
      side,
      reason,
      authorAccountId: caller.accountId,
      at: context.occurredAt,
      ...(note === undefined ? {} : { note }),
    };
    return this.contracts.handle(contractId, { type: 'DeclineContract', data }, context, leaving(caller));
  }
}

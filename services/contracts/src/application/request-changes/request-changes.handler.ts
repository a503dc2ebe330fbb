import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import type { RequestChangesRequest } from './request-changes.request.dto.js';

export type RequestChangesAnswer = Readonly<{ roundsLeft?: number | undefined }>;

@Injectable()
export class RequestChangesHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    request: RequestChangesRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<RequestChangesAnswer>> {
    const { deliverableVersion, criteriaIds, reasonCode = 'criteria_not_met', note } = request;
    const data = {
      milestoneId,
      deliverableVersion,
      criteriaIds,
      reasonCode,
      authorAccountId: caller.accountId,
      at: context.occurredAt,
      ...(note === undefined ? {} : { note }),
    };
    const written = await this.contracts.handle(
      contractId,
      { type: 'RequestChanges', data },
      context,
      agreeing(caller, 'client'),
    );
    return written.with({ roundsLeft: writtenData(written, 'ChangesRequested')?.roundsLeft });
  }
}

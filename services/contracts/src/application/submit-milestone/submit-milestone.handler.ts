import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing } from '../contract-access.js';
import { Contracts, writtenData } from '../contracts.js';
import type { SubmitMilestoneRequest } from './submit-milestone.request.dto.js';

export type SubmitMilestoneAnswer = Readonly<{ autoApproveAt?: string; deliverableVersion?: number | undefined }>;

@Injectable()
export class SubmitMilestoneHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    request: SubmitMilestoneRequest,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<SubmitMilestoneAnswer>> {
    const { contentHash, files = [], note, aiUse = 'none' } = request;
    const data = {
      milestoneId,
      contentHash,
      files: files.map(({ hash, size }) => ({ hash, size })),
      fileNames: files.map(({ name }) => name),
      authorAccountId: caller.accountId,
      aiUse,
      at: context.occurredAt,
      ...(note === undefined ? {} : { note }),
    };
    const written = await this.contracts.handle(
      contractId,
      { type: 'SubmitMilestone', data },
      context,
      agreeing(caller, 'freelancer'),
    );
    const submitted = writtenData(written, 'MilestoneSubmitted');
    return written.with({
      deliverableVersion: submitted?.deliverableVersion,
      ...(submitted?.autoApproveAt === undefined ? {} : { autoApproveAt: submitted.autoApproveAt }),
    });
  }
}

import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { agreeing } from '../contract-access.js';
import { Contracts } from '../contracts.js';

@Injectable()
export class StartMilestoneHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(contractId: string, milestoneId: string, caller: VerifiedCaller, context: CommandContext): Promise<Written> {
    const data = { milestoneId, at: context.occurredAt };
    return this.contracts.handle(contractId, { type: 'StartMilestone', data }, context, agreeing(caller, 'freelancer'));
  }
}

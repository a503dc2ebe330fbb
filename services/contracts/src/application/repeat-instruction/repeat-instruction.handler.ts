import type { CommandContext, Written } from '@guildhall/event-sourcing';
import type { VerifiedCaller } from '@guildhall/service-kit';
import { Injectable } from '@nestjs/common';
import { againIdOf } from '../../domain/contract/decide-repeat.js';
import { operating } from '../contract-access.js';
import { Contracts } from '../contracts.js';

export type RepeatInstructionAnswer = Readonly<{ instructionId: string }>;

@Injectable()
export class RepeatInstructionHandler {
  constructor(private readonly contracts: Contracts) {}

  async execute(
    contractId: string,
    milestoneId: string,
    instructionId: string,
    reason: string,
    caller: VerifiedCaller,
    context: CommandContext,
  ): Promise<Written<RepeatInstructionAnswer>> {
    const data = { milestoneId, instructionId, reason, authorAccountId: caller.accountId, at: context.occurredAt };
    const written = await this.contracts.handle(contractId, { type: 'RepeatInstruction', data }, context, operating);
    return written.with({ instructionId: againIdOf(instructionId) });
  }
}

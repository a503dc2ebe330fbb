import {
  FACT,
  type DisputedAmountFrozen,
  type EscrowClosed,
  type FundingFailed,
  type InstructionRefused,
  type MilestoneFunded,
  type MilestoneRefunded,
  type MilestoneReleased,
  type MilestoneSplitExecuted,
  type ReleaseDeferred,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearMoney } from './hear-money.process.js';

/** Where facts of payments enter. */
@Controller()
export class HearMoneyListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [
      FACT.MilestoneFunded,
      FACT.FundingFailed,
      FACT.MilestoneReleased,
      FACT.MilestoneRefunded,
      FACT.MilestoneSplitExecuted,
      FACT.ReleaseDeferred,
      FACT.InstructionRefused,
      FACT.DisputedAmountFrozen,
      FACT.EscrowClosed,
    ],
    hearMoney.name,
  )
  on(
    @Payload()
    fact:
      | MilestoneFunded
      | FundingFailed
      | MilestoneReleased
      | MilestoneRefunded
      | MilestoneSplitExecuted
      | ReleaseDeferred
      | InstructionRefused
      | DisputedAmountFrozen
      | EscrowClosed,
  ): Promise<void> {
    return this.processes.take(hearMoney, fact);
  }
}

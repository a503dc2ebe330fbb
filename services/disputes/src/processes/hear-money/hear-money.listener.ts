import {
  FACT,
  type DisputedAmountFrozen,
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
import { splitExecution } from '../split-execution/split-execution.process.js';
import { hearMoney } from './hear-money.process.js';

type Told =
  | MilestoneFunded
  | MilestoneReleased
  | MilestoneRefunded
  | MilestoneSplitExecuted
  | ReleaseDeferred
  | InstructionRefused
  | DisputedAmountFrozen;

/** Where facts of payments enter. */
@Controller()
export class HearMoneyListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [
      FACT.MilestoneFunded,
      FACT.MilestoneReleased,
      FACT.MilestoneRefunded,
      FACT.MilestoneSplitExecuted,
      FACT.ReleaseDeferred,
      FACT.InstructionRefused,
      FACT.DisputedAmountFrozen,
    ],
    hearMoney.name,
  )
  on(@Payload() fact: Told): Promise<void> {
    return this.processes.take(hearMoney, fact);
  }

  @OnFact([FACT.MilestoneSplitExecuted, FACT.InstructionRefused], splitExecution.name)
  onAnswer(@Payload() fact: MilestoneSplitExecuted | InstructionRefused): Promise<void> {
    return this.processes.take(splitExecution, fact);
  }
}

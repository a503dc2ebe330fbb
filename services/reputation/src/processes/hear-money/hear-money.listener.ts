import {
  FACT,
  type MilestoneRefunded,
  type MilestoneReleased,
  type MilestoneSplitExecuted,
  type PayerValidated,
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

  @OnFact([FACT.MilestoneReleased, FACT.MilestoneRefunded, FACT.MilestoneSplitExecuted, FACT.PayerValidated], hearMoney.name)
  on(@Payload() fact: MilestoneReleased | MilestoneRefunded | MilestoneSplitExecuted | PayerValidated): Promise<void> {
    return this.processes.take(hearMoney, fact);
  }
}

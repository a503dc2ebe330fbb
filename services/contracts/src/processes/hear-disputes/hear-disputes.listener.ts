import { FACT, type DisputeClosed, type DisputeDecided, type DisputeOpened } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearDisputes } from './hear-disputes.process.js';

/** Where facts of disputes enter. */
@Controller()
export class HearDisputesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact([FACT.DisputeOpened, FACT.DisputeDecided, FACT.DisputeClosed], hearDisputes.name)
  on(@Payload() fact: DisputeOpened | DisputeDecided | DisputeClosed): Promise<void> {
    return this.processes.take(hearDisputes, fact);
  }
}

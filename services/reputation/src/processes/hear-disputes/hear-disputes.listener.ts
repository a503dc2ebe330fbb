import { FACT, type DisputeDecided } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearDisputes } from './hear-disputes.process.js';

/** Where facts of disputes enter. */
@Controller()
export class HearDisputesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(FACT.DisputeDecided, hearDisputes.name)
  on(@Payload() fact: DisputeDecided): Promise<void> {
    return this.processes.take(hearDisputes, fact);
  }
}

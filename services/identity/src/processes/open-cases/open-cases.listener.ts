import { FACT, type DisputeClosed, type DisputeOpened } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { openCases } from './open-cases.process.js';

@Controller()
export class OpenCasesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact([FACT.DisputeOpened, FACT.DisputeClosed], openCases.name)
  on(@Payload() fact: DisputeOpened | DisputeClosed): Promise<void> {
    return this.processes.take(openCases, fact);
  }
}

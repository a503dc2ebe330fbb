import { FACT, type PackageOrdered, type ProposalAccepted } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearOrigins } from './hear-origins.process.js';

/** Where facts of gigs enter. */
@Controller()
export class HearOriginsListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact([FACT.ProposalAccepted, FACT.PackageOrdered], hearOrigins.name)
  on(@Payload() fact: ProposalAccepted | PackageOrdered): Promise<void> {
    return this.processes.take(hearOrigins, fact);
  }
}

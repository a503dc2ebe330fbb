import { FACT, type FeePolicyPublished } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearFeePolicies } from './hear-fee-policies.process.js';

/** Where facts of payments enter. */
@Controller()
export class HearFeePoliciesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(FACT.FeePolicyPublished, hearFeePolicies.name)
  on(@Payload() fact: FeePolicyPublished): Promise<void> {
    return this.processes.take(hearFeePolicies, fact);
  }
}

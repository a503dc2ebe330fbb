import { FACT } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { verificationFacts, type VerificationFact } from './verification-facts.process.js';

const HEARD = [
  FACT.PartyVolumeCrossed,
  FACT.PayerValidated,
  FACT.PayoutDestinationChanged,
  FACT.PayoutFailed,
  FACT.PayoutPaid,
] as const;

@Controller()
export class VerificationFactsListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(HEARD, verificationFacts.name)
  on(@Payload() fact: VerificationFact): Promise<void> {
    return this.processes.take(verificationFacts, fact);
  }
}

import { FACT, type ContractDeclined, type ContractOffered, type ContractSigned } from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hires } from './hires.process.js';

/** Hears what became of the contracts of accepted proposals. */
@Controller()
export class HiresListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact([FACT.ContractOffered, FACT.ContractDeclined, FACT.ContractSigned], 'hires')
  contract(@Payload() fact: ContractDeclined | ContractOffered | ContractSigned): Promise<void> {
    return this.processes.take(hires, fact);
  }
}

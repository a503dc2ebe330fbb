import {
  FACT,
  type ChangesRequested,
  type ContractEnded,
  type ContractSigned,
  type MilestoneApproved,
  type MilestoneSubmitted,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearContracts } from './hear-contracts.process.js';

/** Where facts of contracts enter. */
@Controller()
export class HearContractsListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [FACT.ContractSigned, FACT.MilestoneSubmitted, FACT.ChangesRequested, FACT.MilestoneApproved, FACT.ContractEnded],
    hearContracts.name,
  )
  on(@Payload() fact: ContractSigned | MilestoneSubmitted | ChangesRequested | MilestoneApproved | ContractEnded): Promise<void> {
    return this.processes.take(hearContracts, fact);
  }
}

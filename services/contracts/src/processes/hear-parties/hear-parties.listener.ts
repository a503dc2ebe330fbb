import {
  FACT,
  type AccountClosed,
  type CapabilityDisabled,
  type CapabilityEnabled,
  type PartyRestricted,
  type RestrictionLifted,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearParties } from './hear-parties.process.js';

/** Where facts of identity enter. */
@Controller()
export class HearPartiesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [FACT.CapabilityEnabled, FACT.CapabilityDisabled, FACT.PartyRestricted, FACT.RestrictionLifted, FACT.AccountClosed],
    hearParties.name,
  )
  on(
    @Payload() fact: CapabilityEnabled | CapabilityDisabled | PartyRestricted | RestrictionLifted | AccountClosed,
  ): Promise<void> {
    return this.processes.take(hearParties, fact);
  }
}

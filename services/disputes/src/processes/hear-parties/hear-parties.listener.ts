import {
  FACT,
  type AccountClosed,
  type CapabilityDisabled,
  type CapabilityEnabled,
  type OrganisationCreated,
  type ProfilePublished,
  type RoleGranted,
  type RoleWithdrawn,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearParties } from './hear-parties.process.js';

type Told =
  RoleGranted | RoleWithdrawn | ProfilePublished | OrganisationCreated | CapabilityEnabled | CapabilityDisabled | AccountClosed;

/** Where facts of identity enter. */
@Controller()
export class HearPartiesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [
      FACT.RoleGranted,
      FACT.RoleWithdrawn,
      FACT.ProfilePublished,
      FACT.OrganisationCreated,
      FACT.CapabilityEnabled,
      FACT.CapabilityDisabled,
      FACT.AccountClosed,
    ],
    hearParties.name,
  )
  on(@Payload() fact: Told): Promise<void> {
    return this.processes.take(hearParties, fact);
  }
}

import {
  FACT,
  type AccountClosed,
  type BriefClosed,
  type BriefPublished,
  type PartyRestricted,
  type RestrictionLifted,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { hearParties } from './hear-parties.process.js';

/** Where facts of identity and gigs enter. */
@Controller()
export class HearPartiesListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [FACT.PartyRestricted, FACT.RestrictionLifted, FACT.AccountClosed, FACT.BriefPublished, FACT.BriefClosed],
    hearParties.name,
  )
  on(@Payload() fact: PartyRestricted | RestrictionLifted | AccountClosed | BriefPublished | BriefClosed): Promise<void> {
    return this.processes.take(hearParties, fact);
  }
}

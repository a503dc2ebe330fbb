import {
  FACT,
  type AccountClosed,
  type CapabilityDisabled,
  type CapabilityEnabled,
  type ContractEnded,
  type ContractSigned,
  type FeePolicyPublished,
  type MilestoneRefunded,
  type MilestoneReleased,
  type MilestoneSplitExecuted,
  type PartyRestricted,
  type PayerValidated,
  type ProfilePublished,
  type RestrictionLifted,
  type ReviewPublished,
  type ScoreRecomputed,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { heardFeePolicies, heardParties, heardRelationships } from './heard.process.js';

type OfParty =
  | AccountClosed
  | CapabilityDisabled
  | CapabilityEnabled
  | PartyRestricted
  | PayerValidated
  | ProfilePublished
  | RestrictionLifted
  | ReviewPublished
  | ScoreRecomputed;
type OfPair = ContractEnded | ContractSigned | MilestoneRefunded | MilestoneReleased | MilestoneSplitExecuted;

/** Hears of parties, of the money between them, and of fee policies. */
@Controller()
export class HeardListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [
      FACT.CapabilityEnabled,
      FACT.CapabilityDisabled,
      FACT.PartyRestricted,
      FACT.RestrictionLifted,
      FACT.AccountClosed,
      FACT.ProfilePublished,
      FACT.PayerValidated,
      FACT.ReviewPublished,
      FACT.ScoreRecomputed,
    ],
    'heard-parties',
  )
  party(@Payload() fact: OfParty): Promise<void> {
    return this.processes.take(heardParties, fact);
  }

  @OnFact(
    [FACT.MilestoneReleased, FACT.MilestoneRefunded, FACT.MilestoneSplitExecuted, FACT.ContractSigned, FACT.ContractEnded],
    'heard-relationships',
  )
  relationship(@Payload() fact: OfPair): Promise<void> {
    return this.processes.take(heardRelationships, fact);
  }

  @OnFact(FACT.FeePolicyPublished, 'heard-fee-policies')
  feePolicy(@Payload() fact: FeePolicyPublished): Promise<void> {
    return this.processes.take(heardFeePolicies, fact);
  }
}

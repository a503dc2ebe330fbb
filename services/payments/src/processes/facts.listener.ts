import {
  FACT,
  type AccountClosed,
  type AccountRegistered,
  type CapabilityDisabled,
  type CapabilityEnabled,
  type ContractCompleting,
  type ContractDeclined,
  type ContractEnded,
  type ContractSigned,
  type DisputeClosed,
  type DisputeOpened,
  type FundingRequested,
  type MilestoneApproved,
  type OrganisationCreated,
  type PartialReleaseApproved,
  type PartyRestricted,
  type PartyVerified,
  type RefundApproved,
  type RestrictionLifted,
  type SplitAgreed,
  type SplitOrdered,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { contractEnd } from './contract-end/contract-end.process.js';
import { heardParties } from './heard-parties/heard-parties.process.js';
import { contractInstructions } from './instructions/contract-instructions.process.js';
import { disputeInstructions } from './instructions/dispute-instructions.process.js';

type OfContracts =
  ContractSigned | FundingRequested | PartialReleaseApproved | MilestoneApproved | RefundApproved | SplitAgreed | ContractEnded;
type OfDisputes = DisputeOpened | SplitOrdered | DisputeClosed;
type OfIdentity =
  | AccountRegistered
  | OrganisationCreated
  | PartyVerified
  | CapabilityEnabled
  | CapabilityDisabled
  | PartyRestricted
  | RestrictionLifted
  | AccountClosed;

/** Where the facts of other services enter the processes of payments. */
@Controller()
export class FactsListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(
    [
      FACT.ContractSigned,
      FACT.FundingRequested,
      FACT.PartialReleaseApproved,
      FACT.MilestoneApproved,
      FACT.RefundApproved,
      FACT.SplitAgreed,
      FACT.ContractEnded,
    ],
    'contract-instructions',
  )
  onContract(@Payload() fact: OfContracts): Promise<void> {
    return this.processes.take(contractInstructions, fact);
  }

  @OnFact([FACT.ContractCompleting, FACT.ContractDeclined], 'contract-end')
  onContractEnd(@Payload() fact: ContractCompleting | ContractDeclined): Promise<void> {
    return this.processes.take(contractEnd, fact);
  }

  @OnFact([FACT.DisputeOpened, FACT.SplitOrdered, FACT.DisputeClosed], 'dispute-instructions')
  onDispute(@Payload() fact: OfDisputes): Promise<void> {
    return this.processes.take(disputeInstructions, fact);
  }

  @OnFact(
    [
      FACT.AccountRegistered,
      FACT.OrganisationCreated,
      FACT.PartyVerified,
      FACT.CapabilityEnabled,
      FACT.CapabilityDisabled,
      FACT.PartyRestricted,
      FACT.RestrictionLifted,
      FACT.AccountClosed,
    ],
    'heard-parties',
  )
  onParty(@Payload() fact: OfIdentity): Promise<void> {
    return this.processes.take(heardParties, fact);
  }
}

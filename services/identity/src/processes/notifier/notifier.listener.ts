import {
  FACT,
  type ApprovalReminded,
  type ContractOffered,
  type ContractSigned,
  type DisputeDecided,
  type DisputeOpened,
  type MilestoneFunded,
  type MilestoneSubmitted,
  type PayoutDestinationChanged,
  type PayoutFailed,
  type PayoutPaid,
  type ResponseReminded,
} from '@guildhall/event-catalogue';
import { ProcessRunner } from '@guildhall/event-sourcing';
import { OnFact } from '@guildhall/messaging';
import type { ConsumerGroup } from '@guildhall/service-kit';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { contractNotices } from './contract-notices.process.js';
import { partyNotices } from './party-notices.process.js';

type OfContract = ContractOffered | ContractSigned | DisputeDecided | MilestoneFunded | MilestoneSubmitted;
type OfParty = ApprovalReminded | DisputeOpened | PayoutDestinationChanged | PayoutFailed | PayoutPaid | ResponseReminded;

const OF_CONTRACT = [
  FACT.ContractOffered,
  FACT.ContractSigned,
  FACT.DisputeDecided,
  FACT.MilestoneFunded,
  FACT.MilestoneSubmitted,
] as const;
const OF_PARTY = [
  FACT.ApprovalReminded,
  FACT.DisputeOpened,
  FACT.PayoutDestinationChanged,
  FACT.PayoutFailed,
  FACT.PayoutPaid,
  FACT.ResponseReminded,
] as const;

const NOTIFIER: unique symbol = Symbol('NOTIFIER');

/** A group of its own: a full outbox folder holds up mail, not what the service has to know. */
export const notifierGroup: ConsumerGroup = { group: 'guildhall.identity.notifier', transport: NOTIFIER };

/** What the notifier hears. */
@Controller()
export class NotifierListener {
  constructor(private readonly processes: ProcessRunner) {}

  @OnFact(OF_CONTRACT, contractNotices.name, NOTIFIER)
  ofContract(@Payload() fact: OfContract): Promise<void> {
    return this.processes.take(contractNotices, fact);
  }

  @OnFact(OF_PARTY, partyNotices.name, NOTIFIER)
  ofParty(@Payload() fact: OfParty): Promise<void> {
    return this.processes.take(partyNotices, fact);
  }
}

import type { Command, EventData, Instant } from '@guildhall/kernel';
import type { ContractCommand } from '../domain/contract/contract.decider.js';
import type { DisputeCommand, Of } from '../domain/dispute/dispute.commands.js';
import type { DisputeEvent } from '../domain/dispute/dispute.events.js';
import type { Case, PoolCommand } from '../domain/mediator/mediators.decider.js';
import type { PartyCommand } from '../domain/party/party.decider.js';
import type { SlotCommand } from '../domain/slot/slot.decider.js';

type OfDispute<T extends DisputeCommand['type']> = T extends DisputeCommand['type']
  ? Command<T, Of<T>['data'] & { disputeId: string }>
  : never;
type Frozen = Omit<EventData<DisputeEvent, 'ResponseAwaited'>, 'contractId' | 'milestoneId' | 'respondBy' | 'remindAt'>;

/** Commands that a dispute takes from processes as they are. */
export type PlainDisputeCommand = OfDispute<
  | 'RemindResponse'
  | 'Default'
  | 'EndNegotiation'
  | 'EndMediation'
  | 'EndArbitrationOffer'
  | 'Escalate'
  | 'OrderSplit'
  | 'NoteExecution'
  | 'BlockExecution'
>;

/** Everything that processes of this service order. Those that need a calendar or a choice are completed by their routes. */
export type ProcessCommand =
  | PlainDisputeCommand
  | Command<'NoteFreeze', Frozen>
  | Command<'AssignMediator', { disputeId: string; mediatorAccountId: string; reasonCodes: readonly string[] }>
  | Command<'StartArbitration', { disputeId: string; arbitratorAccountId: string; reasonCodes: readonly string[] }>
  | Command<'CompareOffers', { disputeId: string }>
  | Command<'AssignCase', Case>
  | Exclude<PoolCommand, { type: 'AssignCase' }>
  | Extract<SlotCommand, { type: 'FreeSlot' }>
  | PartyCommand
  | ContractCommand;

/** A deadline of a dispute: what a timer brings back. */
export type Due = Readonly<{ disputeId: string; dueAt: Instant }>;

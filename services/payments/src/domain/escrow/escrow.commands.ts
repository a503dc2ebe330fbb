import type { Command, EventData, Instant, Money } from '@guildhall/kernel';
import type { EscrowEvent, InstructionKind, RefusalReason } from './escrow.events.js';

export type AcceptFunding = Command<
  'AcceptFunding',
  {
    fundingId: string;
    quoteId: string;
    payBy: Instant;
    lines: readonly Readonly<{ milestoneId: string; amount: Money }>[];
    at: Instant;
  }
>;
export type PlaceHold = Command<
  'PlaceHold',
  {
    milestoneId: string;
    fundingId: string;
    holdId: string;
    transferId: string;
    amount: Money;
    clientFee: Money;
    providerDeadline: Instant;
  }
>;
export type Release = Command<
  'Release',
  { releaseId: string; milestoneId: string; amount: Money; payeePartyId: string; at: Instant }
>;
export type CompleteRelease = Command<
  'CompleteRelease',
  {
    releaseId: string;
    part: number;
    milestoneId: string;
    freelancerPartyId: string;
    gross: Money;
    fee: Money;
    net: Money;
    availableAt: Instant;
    at: Instant;
  }
>;
export type Refund = Command<
  'Refund',
  { refundId: string; milestoneId: string; amount: Money; source: 'held' | 'released'; at: Instant }
>;
/** After `ContractDeclined`: everything held goes back with the client fee. */
export type RefundAll = Command<'RefundAll', { refundId: string }>;
export type CompleteRefund = Command<
  'CompleteRefund',
  {
    refundId: string;
    milestoneId: string;
    amount: Money;
    source: 'held' | 'released';
    feeReturned: Money;
    creditNoteNumber: string;
  }
>;
export type Freeze = Command<'Freeze', { freezeId: string; disputeId: string; milestoneId: string; amount: Money; at: Instant }>;
export type CompleteFreeze = Command<
  'CompleteFreeze',
  { freezeId: string; milestoneId: string; walletFrozenNet: Money; shortfallNet: Money }
>;
export type EndFreeze = Command<'EndFreeze', { disputeId: string; at: Instant }>;
/** `disputeId` absent: agreed outside a dispute; then nothing may be frozen. */
export type Split = Command<
  'Split',
  {
    splitId: string;
    milestoneId: string;
    toFreelancer: Money;
    toClient: Money;
    payeePartyId: string;
    disputeId?: string;
    at: Instant;
  }
>;
export type CompleteSplit = Command<
  'CompleteSplit',
  { splitId: string; milestoneId: string; toFreelancer: Money; toClient: Money; heldPart: Money; fee: Money }
>;
/** A wallet could not book its leg: the instruction is answered as refused. */
export type RefuseInstruction = Command<
  'RefuseInstruction',
  { milestoneId: string; instructionId: string; kind: InstructionKind; reasonCode: RefusalReason }
>;

export type EscrowCommand =
  | Command<'OpenEscrow', EventData<EscrowEvent, 'EscrowOpened'>>
  | AcceptFunding
  | Command<'EndFunding', { fundingId: string }>
  | PlaceHold
  | Release
  | CompleteRelease
  | Refund
  | RefundAll
  | CompleteRefund
  | Freeze
  | CompleteFreeze
  | EndFreeze
  | Split
  | CompleteSplit
  | RefuseInstruction
  | Command<'NoteCompletion', { endReason: string }>;

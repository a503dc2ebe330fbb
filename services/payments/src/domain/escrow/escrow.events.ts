import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';
import type { FeeRules } from '../ledger/fees.js';
import type { Posting } from '../ledger/postings.js';

export type PlannedMilestone = Readonly<{ milestoneId: string; kind: string; amount: Money; dueAt: Instant }>;
export type RefusalReason =
  | 'frozen'
  | 'exceeds_held'
  | 'currency_mismatch'
  | 'payee_unknown'
  | 'contract_completing'
  | 'refund_window_closed'
  | 'reversal_exceeds';
export type InstructionKind = 'release' | 'refund' | 'split' | 'funding';

type Opened = {
  contractId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  currency: string;
  /** Fee policy bound at signing, rules of the contract's currency. */
  feeRules: FeeRules;
  securityHoldDays: number;
  milestones: readonly PlannedMilestone[];
  policyRefs: Readonly<Record<string, string>>;
};
/** A leg that leaves escrow: what the other side must book, and everything needed for it. */
type Leg = { milestoneId: string; transferId: string; amount: Money; heldRemaining: Money; postings: readonly Posting[] };
type ReleasedPart = { releaseId: string; gross: Money };

export type EscrowEvent =
  | DomainEvent<'EscrowOpened', Opened>
  /**
   * A command that came too early: before `ContractSigned`, or while a freeze of its milestone was still being taken. It is decided
   * in the append that removes the obstacle, after its `InstructionResumed`; nobody sends it again.
   */
  | DomainEvent<'InstructionAwaited', { instructionId: string; milestoneId: string; command: { type: string; data: object } }>
  | DomainEvent<'InstructionResumed', { instructionId: string }>
  /** The contract wants this money: the funding stream opens. `lines` carry what the holds will need. */
  | DomainEvent<
      'FundingAccepted',
      {
        fundingId: string;
        contractId: string;
        clientPartyId: string;
        quoteId: string;
        payBy: Instant;
        lines: readonly { milestoneId: string; holdId: string; transferId: string; amount: Money; clientFee: Money }[];
        acceptedAt: Instant;
      }
    >
  /** No money will come of this funding: it no longer keeps the escrow open. */
  | DomainEvent<'FundingEnded', { fundingId: string }>
  | DomainEvent<
      'HoldPlaced',
      {
        contractId: string;
        milestoneId: string;
        fundingId: string;
        holdId: string;
        transferId: string;
        amount: Money;
        clientFee: Money;
        heldRemaining: Money;
        providerDeadline: Instant;
        postings: readonly Posting[];
      }
    >
  | DomainEvent<
      'ReleaseSent',
      Leg & {
        releaseId: string;
        part: number;
        payeePartyId: string;
        clientPartyId: string;
        milestoneKind: string;
        feeRules: FeeRules;
        securityHoldDays: number;
        sentAt: Instant;
      }
    >
  | DomainEvent<
      'ReleaseDeferred',
      {
        contractId: string;
        milestoneId: string;
        releaseId: string;
        payeePartyId: string;
        released: Money;
        deferred: Money;
        reasonCode: 'frozen';
      }
    >
  | DomainEvent<
      'ReleaseCompleted',
      {
        contractId: string;
        milestoneId: string;
        releaseId: string;
        part: number;
        clientPartyId: string;
        freelancerPartyId: string;
        gross: Money;
        fee: Money;
        net: Money;
        availableAt: Instant;
        heldRemaining: Money;
        completedAt: Instant;
      }
    >
  | DomainEvent<'RefundSent', Leg & { refundId: string; clientPartyId: string; clientFee: Money }>
  /** A refund of released money: the wallet of the freelancer is debited next. No posting here. */
  | DomainEvent<
      'ReleasedRefundStarted',
      {
        milestoneId: string;
        refundId: string;
        transferId: string;
        amount: Money;
        clientFee: Money;
        lines: readonly ReleasedPart[];
        clientPartyId: string;
        freelancerPartyId: string;
        milestoneKind: string;
        feeRules: FeeRules;
      }
    >
  | DomainEvent<
      'RefundCompleted',
      {
        contractId: string;
        milestoneId: string;
        refundId: string;
        clientPartyId: string;
        freelancerPartyId: string;
        amount: Money;
        /** Both fees: the client's and, for released money, the freelancer's. */
        feeReturned: Money;
        source: 'held' | 'released';
        heldRemaining: Money;
        creditNoteNumber: string;
      }
    >
  | DomainEvent<
      'FreezeStarted',
      {
        freezeId: string;
        disputeId: string;
        milestoneId: string;
        asked: Money;
        fromHeld: Money;
        /** What the hold lacks, gross: looked for in released money once no release of the milestone is in transit. */
        sought: Money;
        startedAt: Instant;
      }
    >
  /** The released part of a freeze: the wallet of the freelancer is frozen next. No posting here. */
  | DomainEvent<
      'ReleasedFreezeStarted',
      {
        freezeId: string;
        milestoneId: string;
        released: readonly ReleasedPart[];
        clientPartyId: string;
        freelancerPartyId: string;
        milestoneKind: string;
        feeRules: FeeRules;
        startedAt: Instant;
      }
    >
  | DomainEvent<'AmountFrozen', { freezeId: string; milestoneId: string; amount: Money; postings: readonly Posting[] }>
  | DomainEvent<
      'FreezeCompleted',
      {
        disputeId: string;
        contractId: string;
        milestoneId: string;
        freezeId: string;
        /** Gross found: what the dispute is about from here. */
        amount: Money;
        heldFrozen: Money;
        walletFrozenNet: Money;
        shortfallNet: Money;
      }
    >
  | DomainEvent<'AmountUnfrozen', { freezeId: string; milestoneId: string; amount: Money; postings: readonly Posting[] }>
  /** The end of a freeze; `released` says whether a wallet must be unfrozen, too. */
  | DomainEvent<
      'FreezeEnded',
      {
        freezeId: string;
        disputeId: string;
        milestoneId: string;
        freelancerPartyId: string;
        released: readonly ReleasedPart[];
        endedAt: Instant;
      }
    >
  | DomainEvent<
      'SplitSent',
      {
        milestoneId: string;
        splitId: string;
        freezeId: string;
        clientPartyId: string;
        payeePartyId: string;
        /** Gross shares out of the hold, each with its transfer; absent transfer id where the share is zero. */
        fromHeld: {
          toFreelancer: Money;
          toClient: Money;
          clientFee: Money;
          freelancerTransferId: string;
          clientTransferId: string;
        };
        /** What the client gets out of released money: gross, from the wallet of the freelancer. */
        fromReleased: { toClient: Money; clientFee: Money; transferId: string; lines: readonly ReleasedPart[] };
        toFreelancer: Money;
        toClient: Money;
        milestoneKind: string;
        feeRules: FeeRules;
        securityHoldDays: number;
        sentAt: Instant;
        heldRemaining: Money;
        postings: readonly Posting[];
      }
    >
  | DomainEvent<
      'SplitCompleted',
      {
        contractId: string;
        milestoneId: string;
        splitId: string;
        clientPartyId: string;
        freelancerPartyId: string;
        toFreelancer: Money;
        toClient: Money;
        heldPart: Money;
        fee: Money;
        heldRemaining: Money;
      }
    >
  | DomainEvent<
      'InstructionRefused',
      { contractId: string; milestoneId: string; instructionId: string; kind: InstructionKind; reasonCode: RefusalReason }
    >
  /** No more funding; the escrow settles once nothing is held, frozen, deferred or in transit. */
  | DomainEvent<'CompletionNoted', { endReason: string }>
  | DomainEvent<
      'EscrowSettled',
      { contractId: string; funded: Money; released: Money; refunded: Money; chargedBack: Money; currency: string }
    >;

/** Stream `payments.escrow-<contractId>`. */
export const escrowStorage = {
  category: 'payments.escrow',
  schemaVersions: {
    EscrowOpened: 1,
    InstructionAwaited: 1,
    InstructionResumed: 1,
    FundingAccepted: 1,
    FundingEnded: 1,
    HoldPlaced: 1,
    ReleaseSent: 1,
    ReleaseDeferred: 1,
    ReleaseCompleted: 1,
    RefundSent: 1,
    ReleasedRefundStarted: 1,
    RefundCompleted: 1,
    FreezeStarted: 1,
    ReleasedFreezeStarted: 1,
    AmountFrozen: 1,
    FreezeCompleted: 1,
    AmountUnfrozen: 1,
    FreezeEnded: 1,
    SplitSent: 1,
    SplitCompleted: 1,
    InstructionRefused: 1,
    CompletionNoted: 1,
    EscrowSettled: 1,
  },
} as const satisfies StorageContract<EscrowEvent>;

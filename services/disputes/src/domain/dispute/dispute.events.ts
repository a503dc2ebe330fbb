import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';

export type Side = 'client' | 'freelancer';
type Id = { disputeId: string; contractId: string; milestoneId: string };
type Shares = { toFreelancer: Money; toClient: Money };
/** A sealed offer: commit = SHA-256 of the canonical offer and a 32-byte salt; `sealed` is an envelope of purpose `seal`. */
export type SealedOffer = { commit: string; sealed: Readonly<Record<string, unknown>> };

export type DisputeEvent =
  | DomainEvent<
      'DisputeOpened',
      Id & {
        scopeKind: 'milestone';
        amount: Money;
        openedBy: string;
        against: string;
        openerSide: Side;
        clientPartyId: string;
        freelancerPartyId: string;
        lane: 'standard';
        grounds: string;
        /** Personal: in the opener's words. */
        statement: string;
        authorAccountId: string;
        asOf: { stream: string; revision: string };
        respondBy: Instant;
        remindAt: readonly Instant[];
        longStopAt: Instant;
        defaultOutcome: string;
        policyRefs: Readonly<Record<string, string>>;
        openedAt: Instant;
      }
    >
  | DomainEvent<'ResponseAwaited', Id & { amount: Money; heldFrozen: Money; walletFrozenNet: Money; shortfallNet: Money }>
  | DomainEvent<'ResponseReminded', Id & { partyId: string; reminder: number; respondBy: Instant }>
  | DomainEvent<
      'ResponseGiven',
      Id & {
        partyId: string;
        statement: string;
        authorAccountId: string;
        toFreelancer?: Money;
        negotiationEndsAt: Instant;
        mediationEndsAt: Instant;
      }
    >
  | DomainEvent<'OfferMade', Id & { offerId: string; side: Side; toFreelancer: Money }>
  | DomainEvent<'OfferSealed', Id & SealedOffer & { offerId: string; side: Side }>
  | DomainEvent<
      'DisputeSettled',
      Id & Shares & { settlementId: string; basis: 'claim_accepted' | 'offer' | 'sealed_offers' | 'mediation'; amount: Money }
    >
  | DomainEvent<'MediationAsked', Id & { side: Side }>
  | DomainEvent<'MediatorAssigned', Id & { mediatorAccountId: string; reasonCodes: readonly string[]; proposalBy: Instant }>
  | DomainEvent<
      'MediationProposed',
      Id &
        Shares & { proposalId: string; mediatorAccountId: string; reasons: string; ruleIds: readonly string[]; answerBy: Instant }
    >
  | DomainEvent<'MediationAnswered', Id & { side: Side; answer: 'accept' | 'reject' }>
  /** The fee is waived in the first version, so both sides only agree. */
  | DomainEvent<'ArbitrationOffered', Id & { waived: true; answerBy: Instant; cause: string }>
  | DomainEvent<'ArbitrationAnswered', Id & { side: Side; answer: 'agree' | 'decline' }>
  | DomainEvent<
      'ArbitrationStarted',
      Id & { arbitratorAccountId: string; reasonCodes: readonly string[]; evidenceBy: Instant; rulingBy: Instant }
    >
  | DomainEvent<
      'ExhibitAdded',
      Id & {
        exhibitId: string;
        side: Side;
        name: string;
        hash: string;
        size: number;
        note: string;
        authorAccountId: string;
        addedAt: Instant;
      }
    >
  | DomainEvent<
      'DisputeDecided',
      Id &
        Shares & {
          rulingId: string;
          decidedAs: 'decided' | 'defaulted';
          amount: Money;
          faultFreelancer: number;
          faultClient: number;
          ruleIds: readonly string[];
          factIds: readonly string[];
          formula: string;
          /** Personal: the arbitrator's reasons may speak of people. */
          reasons: string;
          decidedBy: string;
          splitAt: Instant;
        }
    >
  | DomainEvent<
      'SplitOrdered',
      Id & Shares & { splitId: string; basis: 'ruling' | 'settlement'; basisId: string; amount: Money; payeePartyId: string }
    >
  | DomainEvent<'RulingExecuted', Id & { splitId: string }>
  | DomainEvent<'ExecutionBlocked', Id & { splitId: string; reasonCode: string }>
  | DomainEvent<'RepairProposed', Id & { repairId: string; proposedBy: string; reason: string }>
  | DomainEvent<'DisputeClosed', Id & { outcome: string; closedAt: Instant }>;

/** Stream `disputes.dispute-<disputeId>`. */
export const disputeStorage = {
  category: 'disputes.dispute',
  schemaVersions: {
    DisputeOpened: 1,
    ResponseAwaited: 1,
    ResponseReminded: 1,
    ResponseGiven: 1,
    OfferMade: 1,
    OfferSealed: 1,
    DisputeSettled: 1,
    MediationAsked: 1,
    MediatorAssigned: 1,
    MediationProposed: 1,
    MediationAnswered: 1,
    ArbitrationOffered: 1,
    ArbitrationAnswered: 1,
    ArbitrationStarted: 1,
    ExhibitAdded: 1,
    DisputeDecided: 1,
    SplitOrdered: 1,
    RulingExecuted: 1,
    ExecutionBlocked: 1,
    RepairProposed: 1,
    DisputeClosed: 1,
  },
  personal: {
    DisputeOpened: { statement: { subject: 'authorAccountId', purpose: 'content' } },
    ResponseGiven: { statement: { subject: 'authorAccountId', purpose: 'content' } },
    MediationProposed: { reasons: { subject: 'mediatorAccountId', purpose: 'content' } },
    ExhibitAdded: {
      name: { subject: 'authorAccountId', purpose: 'content' },
      note: { subject: 'authorAccountId', purpose: 'content' },
    },
    DisputeDecided: { reasons: { subject: 'decidedBy', purpose: 'content' } },
    RepairProposed: { reason: { subject: 'proposedBy', purpose: 'content' } },
  },
} as const satisfies StorageContract<DisputeEvent>;

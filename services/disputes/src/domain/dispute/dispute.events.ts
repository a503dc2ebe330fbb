import type { DomainEvent, EventData, Instant, Money, StorageContract } from '@guildhall/kernel';

export type Side = 'client' | 'freelancer';
export type Id = Readonly<{ disputeId: string; contractId: string; milestoneId: string }>;
export type Shares = Readonly<{ toFreelancer: Money; toClient: Money }>;
/** A sealed offer: commit = SHA-256 of the canonical offer and a 32-byte salt; `sealed` is an envelope of purpose `seal`. */
export type SealedOffer = Readonly<{ commit: string; sealed: Readonly<Record<string, unknown>> }>;
/** Why a case lies with the senior queue. */
export type Escalation = 'long_stop' | 'no_proposal';
export type SettlementBasis = 'claim_accepted' | 'offer' | 'sealed_offers' | 'mediation';

type Opened = {
  scopeKind: 'milestone';
  /** The claim. */
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
  /** The evidence bundle ends at this event of the contract. */
  asOf: { stream: string; revision: string };
  respondBy: Instant;
  longStopAt: Instant;
  defaultOutcome: string;
  policyRefs: Readonly<Record<string, string>>;
  openedAt: Instant;
};
type Decided = Shares & {
  rulingId: string;
  decidedAs: 'decided' | 'defaulted';
  amount: Money;
  faultFreelancer: number;
  faultClient: number;
  ruleIds: readonly string[];
  factIds: readonly string[];
  formula: string;
  /** Personal: what a person wrote; absent where a rule decided. */
  reasons?: string;
  /** Account that decided; `policy` where silence did. */
  decidedBy: string;
  splitAt: Instant;
};
type Frozen = { amount: Money; heldFrozen: Money; walletFrozenNet: Money; shortfallNet: Money };
type Exhibit = { exhibitId: string; side: Side; name: string; hash: string; size: number; note: string; authorAccountId: string };

export type DisputeEvent =
  | DomainEvent<'DisputeOpened', Id & Opened>
  /** `amount` is what was found of the claim, gross. The clock never ends before the date that the opening printed. */
  | DomainEvent<'ResponseAwaited', Id & Frozen & { respondBy: Instant; remindAt: readonly Instant[] }>
  | DomainEvent<'ResponseReminded', Id & { partyId: string; reminder: number; respondBy: Instant }>
  | DomainEvent<
      'ResponseGiven',
      Id & {
        partyId: string;
        statement: string;
        authorAccountId: string;
        toFreelancer?: Money;
        givenAt: Instant;
        negotiationEndsAt: Instant;
        mediationEndsAt: Instant;
      }
    >
  | DomainEvent<'OfferMade', Id & { offerId: string; side: Side; toFreelancer: Money }>
  | DomainEvent<'OfferSealed', Id & SealedOffer & { offerId: string; side: Side }>
  /** `offerId`: the offer that crossed one of the other side. */
  | DomainEvent<'DisputeSettled', Id & Shares & { settlementId: string; basis: SettlementBasis; amount: Money; offerId?: string }>
  | DomainEvent<'MediationAsked', Id & { side: Side }>
  /** The pool is asked for a person. */
  | DomainEvent<'MediatorWanted', Id & { as: 'mediator' | 'arbitrator'; cause: 'asked' | 'negotiation_over' | 'agreed' }>
  | DomainEvent<'MediatorAssigned', Id & { mediatorAccountId: string; reasonCodes: readonly string[]; proposalBy: Instant }>
  | DomainEvent<
      'MediationProposed',
      Id &
        Shares & { proposalId: string; mediatorAccountId: string; reasons: string; ruleIds: readonly string[]; answerBy: Instant }
    >
  | DomainEvent<'MediationAnswered', Id & { side: Side; answer: 'accept' | 'reject' }>
  /** The fee is waived in the first version, so both sides only agree. */
  | DomainEvent<'ArbitrationOffered', Id & { waived: true; answerBy: Instant; cause: 'rejected' | 'silence' | 'time_over' }>
  | DomainEvent<'ArbitrationAnswered', Id & { side: Side; answer: 'agree' | 'decline' }>
  | DomainEvent<
      'ArbitrationStarted',
      Id & { arbitratorAccountId: string; reasonCodes: readonly string[]; evidenceBy: Instant; rulingBy: Instant }
    >
  | DomainEvent<'ExhibitAdded', Id & Exhibit & { addedAt: Instant }>
  | DomainEvent<'EscalatedToSenior', Id & { reason: Escalation; since: Instant }>
  | DomainEvent<'DisputeDecided', Id & Decided>
  | DomainEvent<
      'SplitOrdered',
      Id & Shares & { splitId: string; basis: 'ruling' | 'settlement'; basisId: string; amount: Money; payeePartyId: string }
    >
  | DomainEvent<'RulingExecuted', Id & { splitId: string }>
  | DomainEvent<'ExecutionBlocked', Id & { splitId: string; reasonCode: string; since: Instant }>
  | DomainEvent<'RepairProposed', Id & { repairId: string; proposedBy: string; reason: string }>
  | DomainEvent<'DisputeClosed', Id & { outcome: 'executed' | 'withdrawn' | 'nothing_disputable'; closedAt: Instant }>;

export type EventDataOf<T extends DisputeEvent['type']> = EventData<DisputeEvent, T>;

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
    MediatorWanted: 1,
    MediatorAssigned: 1,
    MediationProposed: 1,
    MediationAnswered: 1,
    ArbitrationOffered: 1,
    ArbitrationAnswered: 1,
    ArbitrationStarted: 1,
    ExhibitAdded: 1,
    EscalatedToSenior: 1,
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

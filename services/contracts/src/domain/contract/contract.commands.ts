import type { Command, Instant, Money } from '@guildhall/kernel';
import type { PolicyRefs } from '../policies/policies.js';
import type { ProposedSplit } from './contract.events.js';
import type { Clauses, Origin, Side } from './terms.js';

/** Whether a party's capability is open, and what it misses. */
export type Standing = Readonly<{ state: 'open' | 'closed'; missing: readonly string[] }>;
type OnMilestone = { milestoneId: string };
type Born = {
  contractId: string;
  origin: Origin;
  clientPartyId: string;
  freelancerPartyId: string;
  roleId: string;
  currency: string;
  quoteId: string;
  policyRefs: PolicyRefs;
  clauses: Clauses;
  at: Instant;
};
type MoneyTold = { milestoneId: string; heldRemaining: Money; escrowRevision: string; at: Instant };

/** Commands of people, sent over HTTP. `at` is business time; `minimum`: least amount of a milestone, null where none is known. */
export type PartyCommand =
  | Command<'EditTerms', { side: Side; clauses: Clauses; minimum: Money | null; at: Instant }>
  | Command<'OfferContract', { hire: Standing; minimum: Money | null; recentlyAgreed: Money; at: Instant }>
  | Command<'DeclineContract', { side: Side; reason: string; note?: string; authorAccountId: string; at: Instant }>
  | Command<'SignContract', { side: Side; partyId: string; termsHash: string; standing: Standing; at: Instant }>
  | Command<'RequestFunding', OnMilestone & { at: Instant }>
  | Command<'StartMilestone', OnMilestone & { at: Instant }>
  | Command<
      'SubmitMilestone',
      OnMilestone & {
        contentHash: string;
        files: readonly Readonly<{ hash: string; size: number }>[];
        fileNames: readonly string[];
        note?: string;
        authorAccountId: string;
        aiUse: 'none' | 'assisted' | 'generated';
        at: Instant;
      }
    >
  | Command<
      'RequestChanges',
      OnMilestone & {
        deliverableVersion: number;
        criteriaIds: readonly string[];
        reasonCode: string;
        note?: string;
        authorAccountId: string;
        at: Instant;
      }
    >
  | Command<'ApproveMilestone', OnMilestone & { deliverableVersion: number; contentHash: string; amount?: Money; at: Instant }>
  | Command<'ReleasePart', OnMilestone & { amount: Money }>
  | Command<'GiveBack', OnMilestone & { amount: Money; source: 'held' | 'released'; reasonCode: string; at: Instant }>
  | Command<'CancelLate', OnMilestone & { at: Instant }>
  | Command<
      'RequestCancellation',
      { requestId: string; side: Side; splits: readonly ProposedSplit[]; note?: string; authorAccountId: string; at: Instant }
    >
  | Command<'AnswerCancellation', { requestId: string; side: Side; answer: 'accept' | 'refuse'; at: Instant }>
  | Command<'RepeatInstruction', OnMilestone & { instructionId: string; reason: string; authorAccountId: string; at: Instant }>;

/** Commands of processes: what facts told, and timers. Every one names its contract. */
export type ProcessCommand =
  | Command<'DraftContract', Born>
  | Command<'DraftOrder', Born & { payBy: Instant }>
  | Command<'ExpireContract', { contractId: string; stage: 'drafted' | 'offered'; at: Instant }>
  | Command<'DeclineOpenContract', { contractId: string; reason: string; at: Instant }>
  | Command<'NoteFunding', { contractId: string; fundingId: string; holdId: string; amount: Money; benefits: Money } & MoneyTold>
  | Command<
      'NoteFundingFailure',
      {
        contractId: string;
        fundingId: string;
        milestoneIds: readonly string[];
        reasonCode: string;
        attempt: number;
        finality: 'final' | 'retried';
        retryAt?: Instant;
        at: Instant;
      }
    >
  | Command<'NoteRelease', { contractId: string; releaseId: string; gross: Money; source: 'hold' | 'reserve' } & MoneyTold>
  | Command<'NoteRefund', { contractId: string; refundId: string; amount: Money; source: 'held' | 'released' } & MoneyTold>
  | Command<
      'NoteSplit',
      { contractId: string; splitId: string; toFreelancer: Money; toClient: Money; heldPart: Money } & MoneyTold
    >
  | Command<
      'NoteDeferral',
      {
        contractId: string;
        milestoneId: string;
        releaseId: string;
        released: Money;
        deferred: Money;
        reasonCode: string;
        escrowRevision: string;
      }
    >
  | Command<
      'NoteRefusal',
      {
        contractId: string;
        milestoneId?: string;
        instructionId: string;
        kind: 'release' | 'refund' | 'split' | 'funding';
        reasonCode: string;
        escrowRevision: string;
        at: Instant;
      }
    >
  | Command<
      'NoteFreeze',
      {
        contractId: string;
        milestoneId: string;
        disputeId: string;
        freezeId: string;
        amount: Money;
        heldFrozen: Money;
        walletFrozenNet: Money;
        shortfallNet: Money;
      }
    >
  | Command<
      'NoteEscrowClosed',
      { contractId: string; funded: Money; released: Money; refunded: Money; chargedBack: Money; at: Instant }
    >
  | Command<
      'NoteDispute',
      {
        contractId: string;
        milestoneId: string;
        disputeId: string;
        amount: Money;
        openedBy: string;
        respondBy: Instant;
        defaultOutcome: string;
        at: Instant;
      }
    >
  | Command<
      'NoteRuling',
      {
        contractId: string;
        milestoneId: string;
        disputeId: string;
        rulingId: string;
        decidedAs: 'decided' | 'defaulted';
        amount: Money;
        toFreelancer: Money;
        toClient: Money;
        faultFreelancer: number;
        faultClient: number;
        ruleIds: readonly string[];
        factIds: readonly string[];
      }
    >
  | Command<'NoteDisputeClosed', { contractId: string; milestoneId: string; disputeId: string; outcome: string; at: Instant }>
  | Command<
      'NoteSuspension',
      { contractId: string; restrictionId: string; partyId: string; carveOut: readonly string[]; at: Instant }
    >
  | Command<'NoteSuspensionLifted', { contractId: string; restrictionId: string; at: Instant }>
  | Command<'RemindApproval', { contractId: string; milestoneId: string; deliverableVersion: number; autoApproveAt: Instant }>
  | Command<'AutoApprove', { contractId: string; milestoneId: string; deliverableVersion: number; autoApproveAt: Instant }>
  | Command<'MarkLate', { contractId: string; milestoneId: string }>
  | Command<'LapseCancellation', { contractId: string; requestId: string; at: Instant }>
  | Command<'RepeatRefused', { contractId: string; milestoneId: string }>;

export type ContractCommand = PartyCommand | ProcessCommand;
/** The data of one command type. */
export type CommandData<Type extends ContractCommand['type']> = Extract<ContractCommand, { type: Type }>['data'];

import type { DomainEvent, Instant, Money, StorageContract } from '@guildhall/kernel';

export type Pair = { contractId: string; clientPartyId: string; freelancerPartyId: string; roleId: string };
export type Signing = Pair & { currency: string; signedAt: Instant };
export type Payment = { factId: string; milestoneId: string; amount: Money; at: Instant };
export type Refund = { factId: string; milestoneId: string; source: 'held' | 'released'; amount: Money; at: Instant };
export type Split = {
  factId: string;
  milestoneId: string;
  toFreelancer: Money;
  toClient: Money;
  /** Share of the split amount that was held; the rest had been released before. */
  heldPart: Money;
  at: Instant;
};
export type Submission = { milestoneId: string; deliverableVersion: number; submittedAt: Instant };
export type Approval = { milestoneId: string; approvedBy: 'client' | 'timer'; approvedAt: Instant };
export type Ruling = {
  factId: string;
  disputeId: string;
  rulingId: string;
  milestoneId: string;
  decidedAs: 'decided' | 'defaulted';
  amount: Money;
  faultFreelancer: number;
  faultClient: number;
  decidedAt: Instant;
};
export type Ending = { endReason: string; ruleId?: string; endedAt: Instant };

/** What the contract is worth as evidence by now. */
export type Valuation = {
  /** Gross released to the freelancer less what went back. */
  value: Money;
  /** The latest instant of what is told here. */
  at: Instant;
  /** Rule id (R1 …) by which nothing of this contract counts. */
  excludedBy?: string;
  /** Ids of the facts behind it, in order. */
  factIds: readonly string[];
  /** Counts the valuations of a contract: a lower one is old. */
  valuation: number;
};

export type MilestoneConduct = Readonly<{
  milestoneId: string;
  approvedBy?: 'client' | 'timer';
  /** From the last submission before it to the first payment, in hours with two decimals. */
  payLatencyHours?: number;
}>;
export type Conduct = Readonly<{ paid: Money; milestones: readonly MilestoneConduct[]; faults: readonly number[] }>;

/** What reputation heard of a contract, and what follows from it once the parties are known. */
export type ContractEvent =
  | DomainEvent<'SigningSeen', Signing>
  | DomainEvent<'PaymentSeen', Payment>
  | DomainEvent<'RefundSeen', Refund>
  | DomainEvent<'SplitSeen', Split>
  | DomainEvent<'SubmissionSeen', Submission>
  | DomainEvent<'ApprovalSeen', Approval>
  | DomainEvent<'ChangesSeen', { milestoneId: string; deliverableVersion: number; at: Instant }>
  | DomainEvent<'LatenessSeen', { milestoneId: string; dueAt: Instant }>
  | DomainEvent<'EndingSeen', Ending>
  | DomainEvent<'RulingSeen', Ruling>
  /** Ended and paid, whichever came last: the review window opens. */
  | DomainEvent<'ReviewsDue', Pair & { flags: readonly string[]; endedAt: Instant }>
  /** Everything that was released went back, after the window had opened. */
  | DomainEvent<'FullRefundKnown', { contractId: string }>
  | DomainEvent<'ContractValued', Pair & Valuation>
  | DomainEvent<'RulingCounted', Pair & { ruling: Ruling }>
  /** How the client behaved in this contract, all of it each time. */
  | DomainEvent<'ConductKnown', Pair & { conduct: Conduct }>;

/** Stream `reputation.contract-<contractId>`; facts that arrive before `ContractSigned` wait here. */
export const contractStorage = {
  category: 'reputation.contract',
  schemaVersions: {
    SigningSeen: 1,
    PaymentSeen: 1,
    RefundSeen: 1,
    SplitSeen: 1,
    SubmissionSeen: 1,
    ApprovalSeen: 1,
    ChangesSeen: 1,
    LatenessSeen: 1,
    EndingSeen: 1,
    RulingSeen: 1,
    ReviewsDue: 1,
    FullRefundKnown: 1,
    ContractValued: 1,
    RulingCounted: 1,
    ConductKnown: 1,
  },
} as const satisfies StorageContract<ContractEvent>;

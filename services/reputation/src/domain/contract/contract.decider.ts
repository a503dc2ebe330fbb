import {
  isBefore,
  later,
  minorOf,
  money,
  type Command,
  type Decider,
  type DomainEvent,
  type Instant,
  type Money,
  type StorageContract,
} from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { inUsd } from '../score/score.js';

type Parties = {
  contractId: string;
  clientPartyId: string;
  freelancerPartyId: string;
  roleId: string;
  currency: string;
  signedAt: Instant;
};
/** `escrowRevision` orders money facts of one contract: an older one counts once, its `heldRemaining` is not of interest here. */
type Money_ = { factId: string; amount: Money; at: Instant };

/** What reputation heard of a contract; facts that come before `ContractSigned` wait here. */
export type ContractEvent =
  | DomainEvent<'SigningSeen', Parties>
  | DomainEvent<'PaymentSeen', Money_ & { kind: 'released' | 'split' }>
  | DomainEvent<'ReversalSeen', Money_>
  | DomainEvent<'SubmissionSeen', { milestoneId: string; submittedAt: Instant }>
  | DomainEvent<'ApprovalSeen', { milestoneId: string; approvedBy: string; approvedAt: Instant }>
  | DomainEvent<'ChangesSeen', { milestoneId: string; at: Instant }>
  | DomainEvent<'LatenessSeen', { milestoneId: string; dueAt: Instant }>
  | DomainEvent<'EndingSeen', { endReason: string; ruleId: string; endedAt: Instant }>
  | DomainEvent<
      'RulingSeen',
      {
        factId: string;
        disputeId: string;
        rulingId: string;
        amount: Money;
        faultFreelancer: number;
        faultClient: number;
        decidedAt: Instant;
      }
    >
  /** The later of the end and the first payment: the review window opens. */
  | DomainEvent<
      'ReviewsDue',
      {
        contractId: string;
        clientPartyId: string;
        freelancerPartyId: string;
        roleId: string;
        flags: readonly string[];
        endedAt: Instant;
      }
    >
  /** What the contract is worth by now, gross released less what went back: the weight of its evidence. */
  | DomainEvent<
      'ValueKnown',
      {
        contractId: string;
        clientPartyId: string;
        freelancerPartyId: string;
        roleId: string;
        value: Money;
        at: Instant;
        factIds: readonly string[];
      }
    >;

export type ContractCommand =
  | Command<'NoteSigning', Parties>
  | Command<'NotePayment', Money_ & { kind: 'released' | 'split' }>
  | Command<'NoteReversal', Money_>
  | Command<'NoteSubmission', { milestoneId: string; submittedAt: Instant }>
  | Command<'NoteApproval', { milestoneId: string; approvedBy: string; approvedAt: Instant }>
  | Command<'NoteChanges', { milestoneId: string; at: Instant }>
  | Command<'NoteLateness', { milestoneId: string; dueAt: Instant }>
  | Command<'NoteEnding', { endReason: string; ruleId: string; endedAt: Instant }>
  | Command<
      'NoteRuling',
      {
        factId: string;
        disputeId: string;
        rulingId: string;
        amount: Money;
        faultFreelancer: number;
        faultClient: number;
        decidedAt: Instant;
      }
    >;

export type ContractState = Readonly<{
  parties: Parties | null;
  released: bigint;
  reversed: bigint;
  currency: string;
  factIds: readonly string[];
  ended: Readonly<{ endReason: string; ruleId: string; endedAt: Instant }> | null;
  lastMoneyAt: Instant;
  due: 'no' | 'yes';
}>;

/** Stream `reputation.contract-<contractId>`. */
export const contractStorage = {
  category: 'reputation.contract',
  schemaVersions: {
    SigningSeen: 1,
    PaymentSeen: 1,
    ReversalSeen: 1,
    SubmissionSeen: 1,
    ApprovalSeen: 1,
    ChangesSeen: 1,
    LatenessSeen: 1,
    EndingSeen: 1,
    RulingSeen: 1,
    ReviewsDue: 1,
    ValueKnown: 1,
  },
} as const satisfies StorageContract<ContractEvent>;

const noContract: ContractState = {
  parties: null,
  released: 0n,
  reversed: 0n,
  currency: '',
  factIds: [],
  ended: null,
  lastMoneyAt: '',
  due: 'no',
};

const evolve = (state: ContractState, { type, data }: ContractEvent): ContractState => {
  switch (type) {
    case 'SigningSeen':
      return { ...state, parties: data, currency: data.currency };
    case 'PaymentSeen':
      return {
        ...state,
        released: state.released + minorOf(data.amount),
        currency: data.amount.currency,
        factIds: [...state.factIds, data.factId],
        lastMoneyAt: state.lastMoneyAt === '' ? data.at : later(state.lastMoneyAt, data.at),
      };
    case 'ReversalSeen':
      return {
        ...state,
        reversed: state.reversed + minorOf(data.amount),
        factIds: [...state.factIds, data.factId],
        lastMoneyAt: state.lastMoneyAt === '' ? data.at : later(state.lastMoneyAt, data.at),
      };
    case 'EndingSeen':
      return { ...state, ended: data };
    case 'RulingSeen':
      return { ...state, factIds: [...state.factIds, data.factId] };
    case 'ReviewsDue':
      return { ...state, due: 'yes' };
    case 'SubmissionSeen':
    case 'ApprovalSeen':
    case 'ChangesSeen':
    case 'LatenessSeen':
    case 'ValueKnown':
      return state;
  }
};

/** What follows from what is known now, whichever fact came last: so any order of arrival comes to the same. */
const consequences = (before: ContractState, after: ContractState): readonly ContractEvent[] => {
  const { parties, ended, released, reversed, currency, factIds, lastMoneyAt } = after;
  if (!parties) return [];
  const { contractId, clientPartyId, freelancerPartyId, roleId } = parties;
  const who = { contractId, clientPartyId, freelancerPartyId, roleId };
  const net = released > reversed ? released - reversed : 0n;
  const moneyMoved = after.released !== before.released || after.reversed !== before.reversed || !before.parties;
  const value: readonly ContractEvent[] =
    moneyMoved && released > 0n
      ? [{ type: 'ValueKnown', data: { ...who, value: money(net, currency), at: lastMoneyAt, factIds } }]
      : [];
  const refunded = released > 0n && net === 0n;
  const paid = inUsd(money(net, currency)) * 100 >= Number(policy.minPaidUsd);
  if (!ended || after.due === 'yes' || (!paid && !refunded)) return value;
  return [...value, { type: 'ReviewsDue', data: { ...who, flags: refunded ? ['full_refund'] : [], endedAt: ended.endedAt } }];
};

const noted = ({ type, data }: ContractCommand, state: ContractState): ContractEvent | null => {
  switch (type) {
    case 'NoteSigning':
      return state.parties ? null : { type: 'SigningSeen', data };
    case 'NotePayment':
      return state.factIds.includes(data.factId) || minorOf(data.amount) === 0n ? null : { type: 'PaymentSeen', data };
    case 'NoteReversal':
      return state.factIds.includes(data.factId) ? null : { type: 'ReversalSeen', data };
    case 'NoteSubmission':
      return { type: 'SubmissionSeen', data };
    case 'NoteApproval':
      return { type: 'ApprovalSeen', data };
    case 'NoteChanges':
      return { type: 'ChangesSeen', data };
    case 'NoteLateness':
      return { type: 'LatenessSeen', data };
    case 'NoteEnding':
      return state.ended ? null : { type: 'EndingSeen', data };
    case 'NoteRuling':
      return state.factIds.includes(data.factId) ? null : { type: 'RulingSeen', data };
  }
};

export const contractDecider: Decider<ContractCommand, ContractEvent, ContractState> = {
  initialState: () => noContract,
  decide(command, state) {
    const event = noted(command, state);
    return event ? [event, ...consequences(state, evolve(state, event))] : [];
  },
  evolve,
};

/** True when a window that counts from the end is over at this instant. */
export const isWindowOver = (closesAt: Instant, at: Instant): boolean => !isBefore(at, closesAt);

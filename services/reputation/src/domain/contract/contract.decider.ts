import type { Command, Decider } from '@guildhall/kernel';
import policy from '../policies/score-v1.json' with { type: 'json' };
import { inUsd } from '../score/usd.js';
import type {
  Approval,
  ContractEvent,
  Ending,
  Pair,
  Payment,
  Refund,
  Ruling,
  Signing,
  Split,
  Submission,
} from './contract.events.js';
import { conductOf, evolve, netOf, noContract, paidOf, valuationOf, type ContractState } from './contract.state.js';

type Of<Data> = { contractId: string; told: Data };
/** What processes note of a contract; nothing of it is ever refused. */
export type ContractCommand =
  | Command<'NoteSigning', Of<Signing>>
  | Command<'NotePayment', Of<Payment>>
  | Command<'NoteRefund', Of<Refund>>
  | Command<'NoteSplit', Of<Split>>
  | Command<'NoteSubmission', Of<Submission>>
  | Command<'NoteApproval', Of<Approval>>
  | Command<'NoteChanges', Of<{ milestoneId: string; deliverableVersion: number; at: string }>>
  | Command<'NoteLateness', Of<{ milestoneId: string; dueAt: string }>>
  | Command<'NoteEnding', Of<Ending>>
  | Command<'NoteRuling', Of<Ruling>>;

const knows = (seen: readonly { factId: string }[], { factId }: { factId: string }): boolean =>
  seen.some((one) => one.factId === factId);

/** The event that keeps what was told; null for what is known. */
const noted = ({ type, data }: ContractCommand, state: ContractState): ContractEvent | null => {
  switch (type) {
    case 'NoteSigning':
      return state.signing ? null : { type: 'SigningSeen', data: data.told };
    case 'NotePayment':
      return knows(state.payments, data.told) ? null : { type: 'PaymentSeen', data: data.told };
    case 'NoteRefund':
      return knows(state.refunds, data.told) ? null : { type: 'RefundSeen', data: data.told };
    case 'NoteSplit':
      return knows(state.splits, data.told) ? null : { type: 'SplitSeen', data: data.told };
    case 'NoteSubmission':
      return { type: 'SubmissionSeen', data: data.told };
    case 'NoteApproval':
      return { type: 'ApprovalSeen', data: data.told };
    case 'NoteChanges':
      return { type: 'ChangesSeen', data: data.told };
    case 'NoteLateness':
      return { type: 'LatenessSeen', data: data.told };
    case 'NoteEnding':
      return state.ending ? null : { type: 'EndingSeen', data: data.told };
    case 'NoteRuling':
      return knows(state.rulings, data.told) ? null : { type: 'RulingSeen', data: data.told };
  }
};

const differs = (a: object | null, b: object | null): boolean => JSON.stringify(a) !== JSON.stringify(b);

const valued = (before: ContractState, after: ContractState, pair: Pair): readonly ContractEvent[] => {
  const valuation = valuationOf(after);
  const told = before.signing ? valuationOf(before) : null;
  if (!valuation || !differs(told, valuation)) return [];
  return [{ type: 'ContractValued', data: { ...pair, ...valuation, valuation: after.valuations + 1 } }];
};

const ruled = (after: ContractState, pair: Pair): readonly ContractEvent[] =>
  after.rulings
    .filter(({ rulingId }) => !after.counted.includes(rulingId))
    .map((ruling) => ({ type: 'RulingCounted', data: { ...pair, ruling } }));

const conducted = (before: ContractState, after: ContractState, pair: Pair): readonly ContractEvent[] => {
  const conduct = conductOf(after);
  const told = before.signing ? conductOf(before) : null;
  const says = conduct.milestones.length > 0 || conduct.faults.length > 0;
  return says && differs(told, conduct) ? [{ type: 'ConductKnown', data: { ...pair, conduct } }] : [];
};

/** The window opens with the later of end and first payment: paid at least the minimum, or all of it given back. */
const reviewable = (after: ContractState, pair: Pair): readonly ContractEvent[] => {
  const { gross, net } = paidOf(after);
  const refunded = gross > 0n && net === 0n;
  if (after.window === 'due')
    return refunded && after.flagged === 'no' ? [{ type: 'FullRefundKnown', data: { contractId: pair.contractId } }] : [];
  const paid = inUsd(netOf(after)) >= policy.minPaidUsd;
  if (!after.ending || !(paid || refunded)) return [];
  const flags = refunded ? ['full_refund'] : [];
  return [{ type: 'ReviewsDue', data: { ...pair, flags, endedAt: after.ending.endedAt } }];
};

/** What follows from what is known now, whichever fact came last: any order of arrival comes to the same. */
const consequences = (before: ContractState, after: ContractState): readonly ContractEvent[] => {
  if (!after.signing) return [];
  const { contractId, clientPartyId, freelancerPartyId, roleId } = after.signing;
  const pair = { contractId, clientPartyId, freelancerPartyId, roleId };
  return [...valued(before, after, pair), ...ruled(after, pair), ...conducted(before, after, pair), ...reviewable(after, pair)];
};

/** What reputation hears of one contract: kept as told, and said on once parties and role are known. */
export const contractDecider: Decider<ContractCommand, ContractEvent, ContractState> = {
  initialState: () => noContract,
  decide(command, state) {
    const event = noted(command, state);
    return event ? [event, ...consequences(state, evolve(state, event))] : [];
  },
  evolve,
};

import { isBefore, later, minorOf, money, type Instant, type Money } from '@guildhall/kernel';
import type {
  Approval, Conduct, ContractEvent, Ending, MilestoneConduct, Payment, Refund, Ruling, Signing, Split, Submission, Valuation,
} from './contract.events.js'; // prettier-ignore

/** `flagged`: a full refund is known to the reviews. `valuations`, `counted`: how often a value was told, which rulings were. */
export type ContractState = Readonly<{
  signing: Signing | null;
  ending: Ending | null;
  payments: readonly Payment[];
  refunds: readonly Refund[];
  splits: readonly Split[];
  submissions: readonly Submission[];
  approvals: readonly Approval[];
  rulings: readonly Ruling[];
  counted: readonly string[];
  window: 'not due' | 'due';
  flagged: 'no' | 'yes';
  valuations: number;
}>;

export const noContract: ContractState = {
  signing: null,
  ending: null,
  payments: [],
  refunds: [],
  splits: [],
  submissions: [],
  approvals: [],
  rulings: [],
  counted: [],
  window: 'not due',
  flagged: 'no',
  valuations: 0,
};

export const evolve = (state: ContractState, { type, data }: ContractEvent): ContractState => {
  switch (type) {
    case 'SigningSeen':
      return { ...state, signing: data };
    case 'EndingSeen':
      return { ...state, ending: data };
    case 'PaymentSeen':
      return { ...state, payments: [...state.payments, data] };
    case 'RefundSeen':
      return { ...state, refunds: [...state.refunds, data] };
    case 'SplitSeen':
      return { ...state, splits: [...state.splits, data] };
    case 'SubmissionSeen':
      return { ...state, submissions: [...state.submissions, data] };
    case 'ApprovalSeen':
      return { ...state, approvals: [...state.approvals, data] };
    case 'RulingSeen':
      return { ...state, rulings: [...state.rulings, data] };
    case 'ReviewsDue':
      return { ...state, window: 'due', flagged: data.flags.length > 0 ? 'yes' : 'no' };
    case 'FullRefundKnown':
      return { ...state, flagged: 'yes' };
    case 'ContractValued':
      return { ...state, valuations: data.valuation };
    case 'RulingCounted':
      return { ...state, counted: [...state.counted, data.ruling.rulingId] };
    case 'ChangesSeen':
    case 'LatenessSeen':
    case 'ConductKnown':
      return state;
  }
};

type Movement = Readonly<{ factId: string; milestoneId: string; at: Instant; paid: bigint; returned: bigint }>;

/** What each money fact changed in what the freelancer was paid; what came out of the hold for the client never was. */
const movementsOf = ({ payments, refunds, splits }: ContractState): readonly Movement[] => {
  const moved: readonly Movement[] = [
    ...payments.map(({ amount, ...of }) => ({ ...of, paid: minorOf(amount), returned: 0n })),
    ...refunds.map(({ amount, source, ...of }) => ({ ...of, paid: 0n, returned: source === 'released' ? minorOf(amount) : 0n })),
    ...splits.map(({ toClient, heldPart, ...of }) => {
      // The client is served from the hold first; beyond it, from what had been released.
      const change = minorOf(heldPart) - minorOf(toClient);
      return change >= 0n ? { ...of, paid: change, returned: 0n } : { ...of, paid: 0n, returned: -change };
    }),
  ];
  return moved
    .filter(({ paid, returned }) => paid > 0n || returned > 0n)
    .map(({ factId, milestoneId, at, paid, returned }) => ({ factId, milestoneId, at, paid, returned }));
};

/** Minor units ever paid to the freelancer, and what is left of them. */
export const paidOf = (state: ContractState): Readonly<{ gross: bigint; net: bigint }> => {
  const movements = movementsOf(state);
  const gross = movements.reduce((sum, { paid }) => sum + paid, 0n);
  const net = movements.reduce((sum, { paid, returned }) => sum + paid - returned, 0n);
  return { gross, net: net > 0n ? net : 0n };
};

const currencyOf = ({ signing }: ContractState): string => signing?.currency ?? '';
export const netOf = (state: ContractState): Money => money(paidOf(state).net, currencyOf(state));

/** What the contract is worth as evidence: the same for any order in which its facts came. Null before money or a rule is known. */
export const valuationOf = (state: ContractState): Omit<Valuation, 'valuation'> | null => {
  const movements = movementsOf(state);
  const { ending } = state;
  const instants = [...movements.map(({ at }) => at), ...(ending?.ruleId === undefined ? [] : [ending.endedAt])];
  const [first, ...others] = instants;
  if (first === undefined) return null;
  return {
    value: netOf(state),
    at: others.reduce(later, first),
    factIds: movements.map(({ factId }) => factId).sort(),
    ...(ending?.ruleId === undefined ? {} : { excludedBy: ending.ruleId }),
  };
};

const HOUR_MS = 3_600_000;
const earliest = (instants: readonly Instant[]): Instant | undefined => [...instants].sort()[0];

const latencyOf = (submissions: readonly Submission[], paidAt: Instant | undefined): number | undefined => {
  if (paidAt === undefined) return undefined;
  const before = submissions.map(({ submittedAt }) => submittedAt).filter((at) => !isBefore(paidAt, at));
  const last = [...before].sort().at(-1);
  return last === undefined ? undefined : Math.round(((Date.parse(paidAt) - Date.parse(last)) / HOUR_MS) * 100) / 100;
};

/** How the client behaved: per milestone how it was approved and how fast it was paid, and the client's share in rulings. */
export const conductOf = (state: ContractState): Conduct => {
  const movements = movementsOf(state);
  const ids = new Set([...state.approvals, ...movements].map(({ milestoneId }) => milestoneId));
  const milestones = [...ids].sort().map((milestoneId): MilestoneConduct => {
    const of = <T extends { milestoneId: string }>(all: readonly T[]): readonly T[] =>
      all.filter((one) => one.milestoneId === milestoneId);
    const paidAt = earliest(
      of(movements)
        .filter(({ paid }) => paid > 0n)
        .map(({ at }) => at),
    );
    const latency = latencyOf(of(state.submissions), paidAt);
    const [approval] = of(state.approvals);
    return {
      milestoneId,
      ...(approval ? { approvedBy: approval.approvedBy } : {}),
      ...(latency === undefined ? {} : { payLatencyHours: latency }),
    };
  });
  const rulings = [...state.rulings].sort((a, b) => (a.rulingId < b.rulingId ? -1 : 1));
  return { paid: netOf(state), milestones, faults: rulings.map(({ faultClient }) => faultClient) };
};

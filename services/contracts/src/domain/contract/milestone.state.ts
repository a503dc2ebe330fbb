import { compareMoney, minus, plus, zero, type Instant, type Money } from '@guildhall/kernel';
import type { MoneySeen } from './milestone.events.js';
import type { ContractEvent } from './contract.events.js';

export type MilestoneStatus =
  | 'planned'
  | 'funded'
  | 'in_progress'
  | 'submitted'
  | 'changes_requested'
  | 'approved'
  | 'auto_approved'
  | 'settled'
  | 'refunded'
  | 'split'
  | 'dropped';

/** States that nothing of the milestone's own money leaves again. */
export const SETTLED_STATES: readonly MilestoneStatus[] = ['settled', 'refunded', 'split', 'dropped'];
export const isSettled = ({ status }: Milestone): boolean => SETTLED_STATES.includes(status);

/** A money instruction that this milestone gave, and what became of it. A `repeated` one lives on under another id. */
export type Instruction = Readonly<{
  id: string;
  kind: 'release' | 'refund' | 'split';
  /** What it orders out of the hold; a refund of released money orders nothing out of it. */
  source: 'held' | 'released';
  amount: Money;
  /** Of a split: the freelancer's share of `amount`. */
  toFreelancer: Money | null;
  /** Basis of a split, reason of a refund; a release is `approval` or `part`. */
  reason: string;
  state: 'ordered' | 'done' | 'deferred' | 'refused' | 'repeated';
  refusal: Readonly<{ reasonCode: string; seenAt: Instant }> | null;
}>;

/** The auto-approval clock: `days` are whole days left when a dispute stopped it. */
export type ApprovalClock =
  Readonly<{ kind: 'off' }> | Readonly<{ kind: 'running'; autoApproveAt: Instant }> | Readonly<{ kind: 'stopped'; days: number }>;

export type OpenDispute = Readonly<{ disputeId: string; amount: Money; openedAt: Instant }>;

/** What payments found of a claim; it may be told before or after the dispute itself. */
export type Freeze = Readonly<{ disputeId: string; amount: Money; heldFrozen: Money; shortfallNet: Money }>;

/** A release that met a freeze: the rest stays owed to it. */
export type Deferral = Readonly<{ releaseId: string; released: Money; deferred: Money; reasonCode: string }>;

export type Approval = Readonly<{
  releaseId: string;
  deliverableVersion: number;
  contentHash: string;
  amount: Money;
  approvedBy: 'client' | 'timer';
  approvedAt: Instant;
}>;

export type Milestone = Readonly<{
  milestoneId: string;
  index: number;
  kind: 'deliverable' | 'expense';
  amount: Money;
  dueAt: Instant;
  criteriaIds: readonly string[];
  status: MilestoneStatus;
  /** A flag beside the state; null: in time. */
  cancellableAt: Instant | null;
  funded: Money;
  instructions: readonly Instruction[];
  /** Part of the hold that splits ordered by disputes took. */
  ruledOut: Money;
  heldRemaining: Money | null;
  escrowRevision: string | null;
  released: Money;
  refundedAfterRelease: Money;
  lastReleasedAt: Instant | null;
  deliverableVersion: number;
  contentHash: string | null;
  /** Rounds of changes asked for so far. */
  rounds: number;
  clock: ApprovalClock;
  /** Reminders of the latest submission. */
  reminders: number;
  dispute: OpenDispute | null;
  freeze: Freeze | null;
  deferral: Deferral | null;
  approval: Approval | null;
}>;

/** Held by our count: funded less what was ordered out; what was refused counts as held again. */
export const heldOf = ({ funded, instructions, ruledOut }: Milestone): Money => {
  const ordered = instructions
    .filter(({ source, state }) => source === 'held' && state !== 'refused' && state !== 'repeated')
    .reduce((sum, { amount }) => plus(sum, amount), ruledOut);
  return compareMoney(funded, ordered) > 0 ? minus(funded, ordered) : zero(funded.currency);
};

/** What of the hold no open dispute claims: before payments told what it froze, the claim counts. */
export const undisputedOf = (milestone: Milestone): Money => {
  const held = heldOf(milestone);
  if (!milestone.dispute) return held;
  const { dispute, freeze } = milestone;
  const claimed = freeze?.disputeId === dispute.disputeId ? freeze.heldFrozen : dispute.amount;
  return compareMoney(held, claimed) > 0 ? minus(held, claimed) : zero(held.currency);
};

/** Released and not given back since: what a refund after release may still return (gross). */
export const refundableOf = ({ released, refundedAfterRelease, instructions }: Milestone): Money => {
  const ordered = instructions
    .filter(({ source, state }) => source === 'released' && state === 'ordered')
    .reduce((sum, { amount }) => plus(sum, amount), refundedAfterRelease);
  return compareMoney(released, ordered) > 0 ? minus(released, ordered) : zero(released.currency);
};

type PlannedData = Extract<ContractEvent, { type: 'MilestonePlanned' }>['data'];
export const plannedMilestone = ({ milestoneId, index, kind, amount, dueAt, criteriaIds }: PlannedData): Milestone => ({
  milestoneId,
  index,
  kind,
  amount,
  dueAt,
  criteriaIds,
  status: 'planned',
  cancellableAt: null,
  funded: zero(amount.currency),
  instructions: [],
  ruledOut: zero(amount.currency),
  heldRemaining: null,
  escrowRevision: null,
  released: zero(amount.currency),
  refundedAfterRelease: zero(amount.currency),
  lastReleasedAt: null,
  deliverableVersion: 0,
  contentHash: null,
  rounds: 0,
  clock: { kind: 'off' },
  reminders: 0,
  dispute: null,
  freeze: null,
  deferral: null,
  approval: null,
});

/** True when what payments tells is not newer than what is known: an older one is only noted. */
export const isOlder = ({ escrowRevision }: Milestone, told: string): boolean =>
  escrowRevision !== null && BigInt(told) <= BigInt(escrowRevision);

/** The milestone after an instruction of it was given, in place of `repeats` where it stands in for a refused one. */
export const withInstruction = (
  milestone: Milestone,
  given: Omit<Instruction, 'state' | 'refusal'>,
  repeats: string | undefined,
): Milestone => ({
  ...milestone,
  instructions: [
    ...milestone.instructions.map((known) => (known.id === repeats ? { ...known, state: 'repeated' as const } : known)),
    { ...given, state: 'ordered', refusal: null },
  ],
});

export const withInstructionState = (
  milestone: Milestone,
  id: string,
  change: Pick<Instruction, 'state'> & Partial<Pick<Instruction, 'refusal'>>,
): Milestone => ({
  ...milestone,
  instructions: milestone.instructions.map((known) => (known.id === id ? { ...known, ...change } : known)),
});

/** The milestone after payments told of moved money: balances, and the instruction that it answers. */
export const withMoneySeen = (milestone: Milestone, seen: MoneySeen): Milestone => {
  const ours = milestone.instructions.some(({ id }) => id === seen.instructionId);
  const answered = withInstructionState(milestone, seen.instructionId, { state: answerOf(milestone, seen) });
  const common = { ...answered, heldRemaining: seen.heldRemaining, escrowRevision: seen.escrowRevision };
  switch (seen.cause) {
    case 'release':
      return { ...common, released: plus(common.released, seen.amount), lastReleasedAt: seen.seenAt };
    case 'refund':
      return common;
    case 'refund_after_release':
      return { ...common, refundedAfterRelease: plus(common.refundedAfterRelease, seen.amount) };
    case 'split':
      return ours ? common : { ...common, ruledOut: plus(common.ruledOut, seen.heldPart) };
  }
};

/** A deferred release is told in two parts; it is done with the part that reaches its amount. */
const answerOf = ({ instructions }: Milestone, { instructionId, heldRemaining }: MoneySeen): Instruction['state'] => {
  const known = instructions.find(({ id }) => id === instructionId);
  return known?.state === 'deferred' && heldRemaining.amount !== '0' ? 'deferred' : 'done';
};

import { addDays, endOfDayUtc, isBefore, type Instant } from '@guildhall/kernel';
import { boundPolicy } from '../policies/policies.js';
import type { Contract } from './contract.state.js';
import type { Milestone } from './milestone.state.js';

export type StartedClock = Readonly<{ autoApproveAt: Instant; remindAt: readonly Instant[] }>;

/** Reminders keep their distance from the end, so that a clock that was stopped reminds as one that was not. */
const started = (contract: Contract, at: Instant, daysLeft: number, days: number): StartedClock => {
  const autoApproveAt = endOfDayUtc(at, daysLeft);
  const remindAt = boundPolicy('approval', contract.policyRefs)
    .reminderDays.filter((day) => day < days)
    .map((day) => addDays(autoApproveAt, day - days))
    .filter((instant) => isBefore(at, instant));
  return { autoApproveAt, remindAt };
};

/**
 * The clock of a submission. Counted from the last one, so that nobody is timed out on work not yet seen; null where both signed it off,
 * or while a dispute is open.
 */
export const clockOfSubmission = (contract: Contract, { dispute }: Milestone, at: Instant): StartedClock | null => {
  const { days } = contract.terms.autoApproval;
  return days === null || dispute ? null : started(contract, at, days, days);
};

/** The clock after a dispute: the days left when it stopped, at least the policy's least; a submission under it has all its days. */
export const clockAfterDispute = (contract: Contract, { status, clock }: Milestone, at: Instant): StartedClock | null => {
  const { days } = contract.terms.autoApproval;
  if (status !== 'submitted' || days === null) return null;
  const { leastDaysAfterDispute } = boundPolicy('approval', contract.policyRefs);
  return started(contract, at, Math.max(leastDaysAfterDispute, clock.kind === 'stopped' ? clock.days : days), days);
};

import { endOfDayUtc, isBefore, type Instant } from '@guildhall/kernel';
import policy from './payments-v1.json' with { type: 'json' };

const days: Readonly<Record<string, Readonly<{ until: string; successor: string }>>> = policy.ledgerDays;

/** True once the last ledger day of a currency is over (policy `ledgerDays`): it takes no new commands. */
export const isRetired = (currency: string, at: Instant): boolean => {
  const last = days[currency];
  return last !== undefined && !isBefore(at, endOfDayUtc(last.until, 0));
};

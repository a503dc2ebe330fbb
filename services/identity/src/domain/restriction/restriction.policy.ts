import { endOfDayUtc, type Instant } from '@guildhall/kernel';
import data from '../policies/restriction-v1.json' with { type: 'json' };

export type RestrictionPolicy = Readonly<{
  version: string;
  reviewDays: number;
  appealWindowMonths: number;
  /** Reason codes that begin with it allow a suspension straight after a notice. */
  fraudReasonPrefix: string;
  carveOut: readonly string[];
}>;

export const restrictionPolicy: RestrictionPolicy = data;

/** The UTC day on which a step is reviewed unless another one was named. */
export const defaultReviewDate = (at: Instant): string => endOfDayUtc(at, restrictionPolicy.reviewDays - 1).slice(0, 10);

/** The step lapses at this instant if nobody has reviewed it: 24:00 UTC of its review date. */
export const lapsesAt = (reviewDate: string): Instant => endOfDayUtc(`${reviewDate}T00:00:00.000Z`, 0);

/** The last instant at which a step may be appealed: the same day some months later, or that month's last day. */
export const appealsUntil = (at: Instant): Instant => {
  const start = new Date(at);
  const month = start.getUTCMonth() + restrictionPolicy.appealWindowMonths;
  const lastDay = new Date(Date.UTC(start.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(start.getUTCDate(), lastDay);
  return endOfDayUtc(new Date(Date.UTC(start.getUTCFullYear(), month, day)).toISOString(), 0);
};

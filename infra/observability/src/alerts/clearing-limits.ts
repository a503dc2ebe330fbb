/** Ages of money in transit, in seconds: transfers in wall time, payouts in business time. */
type Limits = Readonly<{ alertSeconds: number; pageSeconds: number }>;
export type ClearingLimits = Readonly<{ version: string; transfer: Limits; payout: Limits }>;

/** The policy data of payments that says so; the rules are made from it, so that the two cannot differ. */
export const CLEARING_LIMITS = 'services/payments/src/application/operations/clearing-limits-v1.json';

const isLimits = (value: unknown): value is Limits => {
  const { alertSeconds, pageSeconds } = (value ?? {}) as Partial<Limits>;
  return typeof alertSeconds === 'number' && typeof pageSeconds === 'number' && 0 < alertSeconds && alertSeconds < pageSeconds;
};

/** Reads the policy; throws where it is not of this form. */
export const clearingLimitsOf = (json: string): ClearingLimits => {
  const read = JSON.parse(json) as Partial<ClearingLimits>;
  const { version, transfer, payout } = read;
  if (version === undefined || !isLimits(transfer) || !isLimits(payout)) throw new Error(`No limits of clearing: ${json}`);
  return { version, transfer, payout };
};

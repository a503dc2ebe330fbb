import type { Instant, Money } from '@guildhall/kernel';

/** A movement of money as the provider settled it; `id` is the charge's, refund's or payout's at the provider. Amounts unsigned. */
export type Movement = Readonly<{
  kind: 'capture' | 'refund' | 'payout' | 'payout_return';
  id: string;
  reference: string;
  at: Instant;
  amount: Money;
}>;

/** A payout that the provider took, whether it is paid yet or not. */
export type TakenPayout = Readonly<{
  providerPayoutId: string;
  destinationId: string;
  amount: Money;
  reference: string;
  status: 'in_transit' | 'paid' | 'returned' | 'refused';
  createdAt: Instant;
}>;

/**
 * What the provider remembers of our money, read-only: asked after a restore, when our own log forgot its latest part. Errors:
 * `DependencyUnavailable`.
 */
export interface ProviderBooks {
  /** Movements from the day of an instant (business time, UTC) up to now, oldest first. */
  movementsSince(instant: Instant): AsyncIterable<Movement>;
  payoutsSince(instant: Instant): Promise<readonly TakenPayout[]>;
  /** The instrument that a charge was taken from. */
  instrumentOf(chargeId: string): Promise<string>;
  /** The charge that a refund, found by our reference, gave back; null where the provider knows no such refund. */
  refundedCharge(reference: string): Promise<string | null>;
}

import type { Charge } from './charge.js';
import type { Payout } from './payout.js';
import type { Refund } from './refund.js';

export const providerEventTypes = [
  'charge.authorised',
  'charge.captured',
  'charge.refused',
  'charge.voided',
  'refund.succeeded',
  'refund.refused',
  'payout.paid',
  'payout.returned',
  'payout.refused',
] as const;

export type ProviderEventType = (typeof providerEventTypes)[number];

/** What a webhook carries: `data` is the whole resource as it was after the change. */
export type ProviderEvent = {
  readonly id: string;
  readonly type: ProviderEventType;
  /** Business time of the sandbox, UTC ISO 8601. */
  readonly occurredAt: string;
  readonly data: Charge | Refund | Payout;
};

import type { Told } from './charge.js';
import { currencyOf, type Money } from './money.js';
import { SandboxError } from './sandbox-error.js';
import type { DestinationBehaviour } from './test-tokens.js';

export type Payout = {
  readonly payoutId: string;
  readonly destinationId: string;
  readonly amount: Money;
  readonly reference: string;
  readonly status: 'in_transit' | 'paid' | 'returned' | 'refused';
  readonly failureCode: 'destination_refused' | 'account_closed' | null;
  readonly createdAt: string;
  readonly paidAt: string | null;
  readonly returnedAt: string | null;
};

export type NewPayout = Pick<Payout, 'payoutId' | 'destinationId' | 'amount' | 'reference' | 'createdAt'>;

/** A payout with what its destination has in store for it; `dueAt` is the business instant (epoch ms) of the next change. */
export type PlannedPayout = { readonly payout: Payout; readonly returnDays: number | null; readonly dueAt: number | null };

const DAY_MS = 86_400_000;

export function planPayout(created: NewPayout, behaviour: DestinationBehaviour, earlierPayouts: number): PlannedPayout {
  currencyOf(created.amount);
  const payout = { ...created, failureCode: null, paidAt: null, returnedAt: null };
  if (behaviour.accept === 'none') {
    return { payout: { ...payout, status: 'refused', failureCode: 'destination_refused' }, returnDays: null, dueAt: null };
  }
  const comesBack = behaviour.returned === 'always' || (behaviour.returned === 'first' && earlierPayouts === 0);
  return {
    payout: { ...payout, status: 'in_transit' },
    returnDays: comesBack ? behaviour.returnDays : null,
    dueAt: Date.parse(created.createdAt) + behaviour.settleDays * DAY_MS,
  };
}

/** The change that is due: in transit becomes paid, paid becomes returned. Only a planned change can be asked for. */
export function advance({ payout, returnDays, dueAt }: PlannedPayout): Told<PlannedPayout> {
  if (dueAt === null) throw illegal(payout);
  const at = new Date(dueAt).toISOString();
  switch (payout.status) {
    case 'in_transit': {
      const next = returnDays === null ? null : dueAt + returnDays * DAY_MS;
      return { resource: { payout: { ...payout, status: 'paid', paidAt: at }, returnDays, dueAt: next }, event: 'payout.paid' };
    }
    case 'paid': {
      const returned = { ...payout, status: 'returned', failureCode: 'account_closed', returnedAt: at } as const;
      return { resource: { payout: returned, returnDays, dueAt: null }, event: 'payout.returned' };
    }
    case 'returned':
    case 'refused':
      throw illegal(payout);
  }
}

const illegal = (payout: Payout): SandboxError =>
  new SandboxError('SANDBOX.ILLEGAL_TRANSITION', `Payout ${payout.payoutId} is ${payout.status}: nothing is due`, {
    allowed: [],
  });

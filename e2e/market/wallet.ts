import type { Money } from '@guildhall/kernel';
import { eventually, type Person } from '@guildhall/local';

type Balances = Readonly<{ funding: string; pending: string; available: string; frozen: string; owed: string }>;
export type WalletView = Readonly<{ partyId: string; balances: Readonly<Record<string, Balances>> }>;

const EMPTY: Balances = { funding: '0', pending: '0', available: '0', frozen: '0', owed: '0' };

/** Balances of one currency, in minor units. */
export const balancesOf = async (person: Person, currency = 'USD'): Promise<Balances> => {
  const wallet = await person.get<WalletView>(`/payments/wallets/${person.partyId}`);
  return { ...EMPTY, ...wallet.balances[currency] };
};

/** Waits until these balances are exactly so. */
export const settlesAt = (
  person: Person,
  expected: Partial<Balances>,
  currency = 'USD',
  deadlineMs = 30_000,
): Promise<Balances> =>
  eventually(
    `balances ${JSON.stringify(expected)} of ${person.partyId}`,
    async () => {
      const now = await balancesOf(person, currency);
      const equal = Object.entries(expected).every(([name, value]) => now[name as keyof Balances] === value);
      if (equal) return now;
      throw new Error(`they are ${JSON.stringify(now)}`);
    },
    deadlineMs,
  );

/** Asks for a payout after giving the password again; answers its id. */
export const payOut = async (person: Person, amount: Money): Promise<string> => {
  await person.stepUp();
  const { payoutId } = await person.post<{ payoutId: string }>(`/payments/parties/${person.partyId}/payouts`, { amount });
  return payoutId;
};

export const payoutReaches = (person: Person, payoutId: string, state: string): Promise<string> =>
  eventually(`payout ${payoutId} ${state}`, async () => {
    const payout = await person.get<{ state: string }>(`/payments/payouts/${payoutId}`);
    if (payout.state === state) return state;
    throw new Error(`it is ${payout.state}`);
  });

import type { Person } from '@guildhall/local';
import type { Story } from '../story/story.js';

type TrialBalance = Readonly<{
  items: readonly Readonly<{ account: string; currency: string; debit: string; credit: string }>[];
}>;

/** What a played story comes to. `balanced`: debits equal credits in every currency. */
export type Figures = Readonly<{
  seed: string;
  people: number;
  contracts: number;
  actions: number;
  disputes: number;
  payouts: number;
  wallSeconds: number;
  turnover: Readonly<Record<string, string>>;
  balanced: 'yes' | 'no';
}>;

const count = (story: Story, kind: Story['actions'][number]['kind']): number =>
  story.actions.filter((action) => action.kind === kind).length;

/** Reads the trial balance as an operator and sums it up by currency. */
export const figuresOf = async (story: Story, operator: Person, wallSeconds: number): Promise<Figures> => {
  const { items } = await operator.get<TrialBalance>('/payments/operations/trial-balance');
  const sums = new Map<string, { debit: bigint; credit: bigint }>();
  for (const { currency, debit, credit } of items) {
    const sum = sums.get(currency) ?? { debit: 0n, credit: 0n };
    sums.set(currency, { debit: sum.debit + BigInt(debit), credit: sum.credit + BigInt(credit) });
  }
  return {
    seed: story.seed,
    people: story.people.length,
    contracts: story.contracts,
    actions: story.actions.length,
    disputes: count(story, 'open_dispute'),
    payouts: count(story, 'pay_out'),
    wallSeconds,
    turnover: Object.fromEntries([...sums].map(([currency, { debit }]) => [currency, debit.toString()])),
    balanced: [...sums.values()].every(({ debit, credit }) => debit === credit) ? 'yes' : 'no',
  };
};

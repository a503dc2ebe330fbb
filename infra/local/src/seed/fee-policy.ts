import { readFile } from 'node:fs/promises';
import { Api, ApiRefused, Person } from '../client/index.js';
import { seedCredentials } from './credentials.js';
import type { Seed } from './seed.js';

type Table = Readonly<Record<string, string>>;
type FeePolicy = Readonly<{
  version: string;
  clientPercent: number;
  expensePercent: number;
  tiers: Readonly<Record<string, readonly Readonly<{ percent: number; upTo: string | null }>[]>>;
}>;

/** The policies that payments ships beside its domain: data, not code. */
const policyFile = async <T>(name: string): Promise<T> =>
  JSON.parse(
    await readFile(new URL(`../../../../services/payments/src/domain/policies/${name}.json`, import.meta.url), 'utf8'),
  ) as T;

const moneyTable = (table: Table) =>
  Object.fromEntries(Object.entries(table).map(([currency, amount]) => [currency, { amount, currency }]));

const rulesOf = async () => {
  const fees = await policyFile<FeePolicy>('fee-v1');
  const limits = await policyFile<Readonly<{ milestoneMinimum: Table; payoutMinimum: Table }>>('payments-v1');
  const tiers = Object.entries(fees.tiers).map(([currency, steps]) => [
    currency,
    steps.map(({ percent, upTo }) => ({ percent, upTo: upTo === null ? null : { amount: upTo, currency } })),
  ]);
  const { clientPercent, expensePercent } = fees;
  const minimums = { milestoneMinimum: moneyTable(limits.milestoneMinimum), payoutMinimum: moneyTable(limits.payoutMinimum) };
  return {
    policyVersion: fees.version,
    rules: { clientPercent, expensePercent, freelancerTiers: Object.fromEntries(tiers) as object, ...minimums },
  };
};

/** A policy takes effect ahead, never in the past. */
const AHEAD_MS = 1_000;

/** The first fee policy: proposed by one operator, approved by the other. */
export const firstFeePolicy: Seed = {
  title: 'the fee policy',
  sow: async ({ edgeUrl, bootstrapSecret }) => {
    const api = new Api(edgeUrl);
    const maker = await Person.signIn(api, seedCredentials('operator-1', bootstrapSecret));
    const { policyVersion, rules } = await rulesOf();
    const known = await maker.get<{ items: readonly { policyVersion: string; state: string }[] }>('/payments/fee-policies');
    const present = known.items.find((item) => item.policyVersion === policyVersion);
    if (present?.state === 'published') return;
    if (!present)
      await maker.post('/payments/fee-policies', {
        policyVersion,
        effectiveFrom: new Date(Date.now() + AHEAD_MS).toISOString(),
        rules,
      });
    const checker = await Person.signIn(api, seedCredentials('operator-2', bootstrapSecret));
    await checker.post(`/payments/fee-policies/${policyVersion}/approvals`, {}).catch((error: unknown) => {
      // A start that was cut short between the two may have approved it already.
      if (!(error instanceof ApiRefused) || error.code !== 'PAYMENTS.ILLEGAL_TRANSITION') throw error;
    });
  },
};

import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '@guildhall/local';
import type { Bench } from '../bench.js';
import { LoadClient } from '../measure/http.js';
import { atRate } from '../measure/load.js';
import { percentile } from '../measure/percentile.js';
import { approvalOf, milestonePath } from '../platform/contract-pool.js';
import { credentialsOf, Marketplace } from '../platform/marketplace.js';
import { alone } from '../report.js';

const RATE = 10;
const CONNECTIONS = 16;
const LOOK_EVERY_MS = 10;
const DEADLINE_MS = 60_000;

type Wallet = Readonly<{ pending: readonly Readonly<{ contractId: string }>[] }>;

/** Watches a wallet until all these contracts' earnings are in it; notes when each was first seen (ms, `performance.now`). */
const watch = async (
  client: LoadClient,
  person: Person,
  contractIds: ReadonlySet<string>,
  seen: Map<string, number>,
): Promise<void> => {
  const who = await credentialsOf(person);
  const end = performance.now() + DEADLINE_MS;
  const missing = new Set(contractIds);
  while (missing.size > 0) {
    if (performance.now() > end) throw new Error(`Earnings of ${String(missing.size)} contracts never arrived`);
    const { body } = await client.get(`/payments/wallets/${person.partyId}`, who);
    const now = performance.now();
    for (const { contractId } of (body as Wallet).pending) if (missing.delete(contractId)) seen.set(contractId, now);
    await pause(LOOK_EVERY_MS);
  }
};

/** From an approval, durable in contracts, over the broker to payments, to the earnings in the freelancer's wallet view. */
export const reaction: Bench = async ({ flags, say, platform: started }) => {
  const platform = await started();
  const { client: person, contracts } = await Marketplace.of(platform, flags.seed);
  const taken = await contracts.take(RATE * flags.seconds, 'submitted');
  await platform.quiet();
  const approving = new LoadClient(platform.serviceUrl('contracts'), CONNECTIONS);
  const looking = new LoadClient(platform.serviceUrl('payments'), CONNECTIONS);
  const who = await credentialsOf(person);
  const approved = new Map<string, number>();
  const seen = new Map<string, number>();
  const freelancers = new Map(taken.map(({ freelancer }) => [freelancer.partyId, freelancer]));
  say(`  ${String(RATE)} approvals/s`);
  try {
    const watching = [...freelancers.values()].map((freelancer) => {
      const own = taken.filter((contract) => contract.freelancer === freelancer);
      return watch(looking, freelancer, new Set(own.map(({ contractId }) => contractId)), seen);
    });
    const acting = atRate(RATE, taken, async (contract) => {
      await approving.post(`${milestonePath(contract)}/approvals`, approvalOf(contract), who);
      approved.set(contract.contractId, performance.now());
    });
    await Promise.all([acting, ...watching]);
  } finally {
    await approving.close();
    await looking.close();
  }
  // A look may come back before the answer to the approval does: then it took no time.
  const took = taken.map(({ contractId }) => Math.max(0, (seen.get(contractId) ?? 0) - (approved.get(contractId) ?? 0)));
  const goal = { of: 'value', is: 'at most', number: 1_000 } as const;
  return [
    alone({ name: 'reaction.p50', value: percentile(took, 50), unit: 'ms', goal: null }),
    alone({ name: 'reaction', value: percentile(took, 99), unit: 'ms p99', goal }),
  ];
};

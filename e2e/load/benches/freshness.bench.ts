import type { Bench } from '../bench.js';
import { LoadClient } from '../measure/http.js';
import { atRate } from '../measure/load.js';
import { percentile } from '../measure/percentile.js';
import { milestonePath } from '../platform/contract-pool.js';
import { credentialsOf, Marketplace } from '../platform/marketplace.js';
import { alone } from '../report.js';

const RATE = 100;
const CONNECTIONS = 64;
const POSITION = 'guildhall-position';
const AT_LEAST = 'guildhall-at-least';

type View = Readonly<{ milestones: readonly Readonly<{ state: string }>[] }>;

/** From a durable answer to the query that shows it: the client sends work back and looks at the contract at once. */
export const freshness: Bench = async ({ flags, say, platform: started }) => {
  const platform = await started();
  const { client: person, contracts } = await Marketplace.of(platform, flags.seed);
  const taken = await contracts.take(RATE * flags.seconds, 'submitted');
  await platform.quiet();
  const client = new LoadClient(platform.serviceUrl('contracts'), CONNECTIONS);
  const who = await credentialsOf(person);
  const took: number[] = [];
  let stale = 0;
  say(`  ${String(RATE)} commands/s, each with its query`);
  try {
    await atRate(RATE, taken, async (contract) => {
      const path = `${milestonePath(contract)}/change-requests`;
      const answer = await client.post(path, { deliverableVersion: contract.version, criteriaIds: ['titles'] }, who);
      const appended = performance.now();
      const token = answer.headers[POSITION];
      if (typeof token !== 'string') throw new Error(`The answer has no ${POSITION}`);
      const { body } = await client.get(`/contracts/${contract.contractId}`, who, { [AT_LEAST]: token });
      if ((body as View).milestones[0]?.state !== 'changes_requested') stale += 1;
      took.push(performance.now() - appended);
    });
  } finally {
    await client.close();
  }
  contracts.give(taken, 'submittable');
  const goal = { of: 'value', is: 'at most', number: 250 } as const;
  const note = `${String(stale)} of ${String(taken.length)} queries gave up waiting after 2 s`;
  return [
    alone({ name: 'freshness.p50', value: percentile(took, 50), unit: 'ms', goal: null }),
    alone({ name: 'freshness', value: percentile(took, 99), unit: 'ms p99', goal, note }),
  ];
};

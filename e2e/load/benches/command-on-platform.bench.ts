import type { Bench } from '../bench.js';
import { LoadClient, type Credentials } from '../measure/http.js';
import { atRate, byClients } from '../measure/load.js';
import { percentile } from '../measure/percentile.js';
import { milestonePath, submissionOf, type PooledContract } from '../platform/contract-pool.js';
import { credentialsOf, Marketplace } from '../platform/marketplace.js';
import { alone } from '../report.js';

const CLIENTS = 32;
const RATE = 100;
/** Contracts of the drained run for each second of the flag. */
const DRAINED_PER_SECOND = 60;
/** Share of a paced run that is left out at its beginning: connections are opened and code is compiled. */
const WARM_UP = 0.1;

/** With all services on: latency of a paced load, and the rate at which commands are dealt with to their last consequence. */
export const commandOnPlatform: Bench = async ({ flags, say, platform: started }) => {
  const platform = await started();
  const { contracts } = await Marketplace.of(platform, flags.seed);
  const client = new LoadClient(platform.serviceUrl('contracts'), 2 * CLIENTS);
  const submitter = async (taken: readonly PooledContract[]) => {
    const tokens = new Map<string, Credentials>();
    for (const { freelancer } of taken)
      if (!tokens.has(freelancer.partyId)) tokens.set(freelancer.partyId, await credentialsOf(freelancer));
    return async (contract: PooledContract): Promise<void> => {
      const who = tokens.get(contract.freelancer.partyId) ?? (await credentialsOf(contract.freelancer));
      await client.post(`${milestonePath(contract)}/submissions`, submissionOf(contract), who);
    };
  };
  const submitted = (taken: readonly PooledContract[]): void =>
    contracts.give(taken.map((contract) => ({ ...contract, version: contract.version + 1 })), 'submitted'); // prettier-ignore
  try {
    const paced = await contracts.take(RATE * flags.seconds, 'submittable');
    const submit = await submitter(paced);
    say(`  ${String(RATE)} requests/s`);
    const took: number[] = [];
    await atRate(RATE, paced, async (contract, dueAt) => {
      await submit(contract);
      took.push(performance.now() - dueAt);
    });
    submitted(paced);
    const steady = took.slice(Math.floor(took.length * WARM_UP));

    const many = await contracts.take(DRAINED_PER_SECOND * flags.seconds, 'submittable');
    const submitFast = await submitter(many);
    await platform.quiet();
    say('  as fast as 32 clients can, until everything is dealt with');
    const begun = performance.now();
    const seconds = await byClients(CLIENTS, many, submitFast);
    const drained = ((await platform.quiet()) - begun) / 1000;
    submitted(many);
    const note = `accepted at ${(many.length / seconds).toFixed(0)}/s; told, heard and shown after ${drained.toFixed(1)} s`;
    const goal = { of: 'value', is: 'at most', number: 40 } as const;
    return [
      alone({ name: 'command.drained', value: many.length / drained, unit: 'commands/s', goal: null, note }),
      alone({ name: 'command.p50', value: percentile(steady, 50), unit: 'ms', goal: null }),
      alone({ name: 'command.p99', value: percentile(steady, 99), unit: 'ms', goal }),
    ];
  } finally {
    await client.close();
  }
};

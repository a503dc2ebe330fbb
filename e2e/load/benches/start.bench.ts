import { SERVICES } from '@guildhall/kernel';
import type { Bench } from '../bench.js';
import { withLog } from '../histories/preload.js';
import type { ContractPool } from '../platform/contract-pool.js';
import { Marketplace } from '../platform/marketplace.js';
import type { Platform } from '../platform/platform.js';
import { alone } from '../report.js';

/** About the events that a funded contract leaves in the logs of all services: the top-up is written in rounds after this. */
const EVENTS_A_CONTRACT = 68;
/** Categories that are told, the largest first. */
const TOLD = 8;

/** Events of all services, by the category of their stream. */
const eventsIn = (platform: Platform): Promise<ReadonlyMap<string, number>> =>
  withLog(platform.eventStoreUrl, async (log) => {
    const counts = new Map<string, number>();
    for await (const { category } of log.readAll({ prefixes: SERVICES.map((service) => `${service}.`) }))
      counts.set(category, (counts.get(category) ?? 0) + 1);
    return counts;
  });

const largest = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOLD)
    .map(([category, count]) => `${category} ${String(count)}`)
    .join(', ');

const fillTo = async (wanted: number, platform: Platform, contracts: ContractPool): Promise<number> => {
  for (;;) {
    const counts = await eventsIn(platform);
    const there = [...counts.values()].reduce((sum, count) => sum + count, 0);
    platform.say(`  ${String(there)} events in the log: ${largest(counts)}`);
    if (there >= wanted) return there;
    await contracts.add(Math.max(1, Math.ceil((wanted - there) / EVENTS_A_CONTRACT)));
  }
};

/** A platform with a log of that size is stopped and started again: read models are rebuilt, consumers and processes find their place. */
export const start: Bench = async ({ flags, platform: started }) => {
  const platform = await started();
  const { contracts } = await Marketplace.of(platform, flags.seed);
  const events = await fillTo(flags.events, platform, contracts);
  platform.say('  stopped, and started again');
  await platform.down();
  const seconds = await platform.up('kept');
  const gib = await platform.memory();
  const note = `${String(events)} events; ${await platform.said(/^read models/)}`;
  return [
    alone({ name: 'start', value: seconds, unit: 's', goal: { of: 'value', is: 'at most', number: 45 }, note }),
    alone({ name: 'start.memory', value: gib, unit: 'GiB', goal: { of: 'value', is: 'at most', number: 2.5 } }),
  ];
};

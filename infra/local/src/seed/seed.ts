import type { Ports } from '../platform/ports.js';
import type { Secrets } from '../platform/secrets.js';
import { firstFeePolicy } from './fee-policy.js';
import { firstPeople } from './first-people.js';

/** What a seed may use: the edge, like any client, and the secret that lets the first operator in. */
export interface SeedablePlatform {
  readonly edgeUrl: string;
  readonly ports: Ports;
  readonly bootstrapSecret: Secrets['bootstrapSecret'];
  readonly outboxDir: string;
  readonly say: (line: string) => void;
}

/** Something a fresh platform begins with, brought in by ordinary commands; finding it there already, it changes nothing. */
export interface Seed {
  readonly title: string;
  readonly sow: (platform: SeedablePlatform) => Promise<void>;
}

/** In order: the fee policy is proposed and approved by the first two operators. */
const seeds: readonly Seed[] = [firstPeople, firstFeePolicy];

/** Brings in what a platform begins with; called after every start, once all services are ready. */
export const seed = async (platform: SeedablePlatform): Promise<void> => {
  for (const { title, sow } of seeds) {
    platform.say(`seeding ${title}`);
    await sow(platform);
  }
};

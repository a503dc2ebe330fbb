import type { Person } from '@guildhall/local';
import { Market } from '../../market/market.js';
import type { Credentials } from '../measure/http.js';
import { ContractPool } from './contract-pool.js';
import type { Platform } from './platform.js';

const FREELANCERS = 2;

/** What the platform's benches share: people, and contracts between them. */
export class Marketplace {
  private static readonly opened = new WeakMap<Platform, Promise<Marketplace>>();

  private constructor(
    readonly client: Person,
    readonly contracts: ContractPool,
  ) {}

  /** The same people for every bench of a platform. */
  static of(platform: Platform, seed: string): Promise<Marketplace> {
    const known = Marketplace.opened.get(platform) ?? Marketplace.open(platform, seed);
    Marketplace.opened.set(platform, known);
    return known;
  }

  private static async open(platform: Platform, seed: string): Promise<Marketplace> {
    platform.say('  a client organisation and freelancers sign up');
    const market = await Market.open();
    const client = await market.newClient();
    const freelancers: Person[] = [];
    for (let count = 0; count < FREELANCERS; count += 1) freelancers.push(await market.newFreelancer());
    return new Marketplace(client, new ContractPool(platform, client, freelancers, seed));
  }
}

/** A person's token of now, for a load of less than five minutes. */
export const credentialsOf = async (person: Person): Promise<Credentials> => ({
  token: await person.accessToken(),
  party: person.party,
});

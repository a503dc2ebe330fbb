import type { Person } from '@guildhall/local';
import type { Client, Market } from './market.js';

export type Pair = Readonly<{ client: Client; freelancer: Person }>;
export type PairOptions = Readonly<{
  client?: Parameters<Market['newClient']>[0];
  freelancer?: Parameters<Market['newFreelancer']>[0];
}>;

/** A client organisation that may hire and a freelancer who may be paid, both new. */
export const newPair = async (market: Market, options: PairOptions = {}): Promise<Pair> => {
  const [client, freelancer] = await Promise.all([market.newClient(options.client), market.newFreelancer(options.freelancer)]);
  return { client, freelancer };
};

import { eventually, type Person } from '@guildhall/local';
import type { Market } from './market.js';

export type Handler = 'mediator' | 'arbitrator';

/** The one of the seeded staff who got the case: it stands in the own queue. */
export const handlerOf = (market: Market, disputeId: string, names: readonly Handler[]): Promise<Person> =>
  eventually(`somebody assigned to ${disputeId}`, async () => {
    for (const name of names) {
      const person = await market.staff(name);
      const { items } = await person.get<{ items: readonly { disputeId: string }[] }>('/disputes/queue?limit=100');
      if (items.some((item) => item.disputeId === disputeId)) return person;
    }
    return undefined;
  });

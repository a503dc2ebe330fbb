import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, FORWARDS, START } from '@eventstore/db-client';
import type { EventStore } from '@guildhall/event-sourcing';
import { contractHistory, type ContractHistory } from '../histories/contract-history.js';
import { preload } from '../histories/preload.js';

/** Names the contracts of this process: relay and projection read the same log. */
const RUN = randomUUID();
const written = new Map<string, Promise<number>>();

/** Contracts from draft to approval, as many as give so many events. */
const worked = (events: number, seed: string): readonly ContractHistory[] => {
  const plan = {
    clientPartyId: randomUUID(),
    freelancerPartyId: randomUUID(),
    until: 'approved',
    at: new Date().toISOString(),
  } as const;
  const histories: ContractHistory[] = [];
  for (let count = 0; count < events;) {
    const history = contractHistory(`${seed} ${RUN} ${String(histories.length)}`, plan);
    histories.push(history);
    count += history.commands.flat().length;
  }
  return histories;
};

const write = async (store: EventStore, events: number, seed: string): Promise<number> => {
  const histories = worked(events, seed);
  await preload(store, histories);
  return histories.flatMap(({ commands }) => commands.flat()).length;
};

/** Times `--events`: what is measured has to be long against its first second, in which code is compiled and connections are made. */
const LENGTH = 3;

/** Fills a log with worked contracts, once; answers the number of their events. */
export const logOfContracts = (url: string, store: EventStore, events: number, seed: string): Promise<number> => {
  const known = written.get(url) ?? write(store, events * LENGTH, seed);
  written.set(url, known);
  return known;
};

/** The limit of everything that reads the log: all of `$all` by the raw client, nothing done with it. Events per second. */
export const rawReadRate = async (url: string): Promise<number> => {
  const client = EventStoreDBClient.connectionString(url);
  try {
    const begun = performance.now();
    let count = 0;
    const everything = client.readAll({ direction: FORWARDS, fromPosition: START, maxCount: Number.MAX_SAFE_INTEGER });
    for await (const { event } of everything) if (event) count += 1;
    return (count * 1000) / (performance.now() - begun);
  } finally {
    await client.dispose();
  }
};

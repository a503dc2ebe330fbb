import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, jsonEvent, START } from '@eventstore/db-client';
import { metadataOf } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import type { Bench } from '../bench.js';
import { contentHashOf, contractHistory, type ContractHistory } from '../histories/contract-history.js';
import { preloadAtOnce, withLog } from '../histories/preload.js';
import { LoadClient } from '../measure/http.js';
import { byClients } from '../measure/load.js';
import { startContractsAlone } from '../processes/contracts-alone.js';
import { BenchSigner } from '../processes/signing.js';
import { beside } from '../report.js';

const CLIENTS = 32;
/** Contracts for each second of the flag: about what two cores take. */
const CONTRACTS_PER_SECOND = 300;
/** Share of all contracts that is spent before the clock runs: both sides are measured as they run for long. */
const WARM_UP = 0.25;

const warmedUp = async (
  histories: readonly ContractHistory[],
  work: (history: ContractHistory) => Promise<void>,
): Promise<number> => {
  const first = Math.floor(histories.length * WARM_UP);
  await byClients(CLIENTS, histories.slice(0, first), work);
  return (histories.length - first) / (await byClients(CLIENTS, histories.slice(first), work));
};

/** The limit: read the history, append one event of the same size; what any command cannot do without. */
const rawPairs = async (url: string, histories: readonly ContractHistory[]): Promise<number> => {
  const client = EventStoreDBClient.connectionString(url);
  const at = new Date().toISOString();
  try {
    return await warmedUp(histories, async ({ stream, milestoneId }) => {
      let revision = 0n;
      for await (const { event } of client.readStream(stream, { fromRevision: START })) revision = event?.revision ?? revision;
      const commandId = randomUUID();
      const actor = { kind: 'account', id: milestoneId } as const;
      const metadata = metadataOf(
        { commandId, actor, correlationId: commandId, causationId: commandId, occurredAt: at, region: 'eu' },
        1,
      );
      const data = {
        milestoneId,
        deliverableVersion: 1,
        contentHash: contentHashOf(stream),
        files: [],
        aiUse: 'none',
        submittedAt: at,
      };
      const event = jsonEvent({ id: newId(), type: 'MilestoneSubmitted', data, metadata: { ...metadata } });
      await client.appendToStream(stream, [event], { expectedRevision: revision });
    });
  } finally {
    await client.dispose();
  }
};

/** Submits a deliverable over HTTP: event store and contracts' api alone, nothing in memory before. */
export const commandAlone: Bench = async ({ flags, say }) => {
  const signer = new BenchSigner();
  const freelancerPartyId = randomUUID();
  const plan = { clientPartyId: randomUUID(), freelancerPartyId, until: 'funded', at: new Date().toISOString() } as const;
  const count = flags.seconds * CONTRACTS_PER_SECOND;
  const histories = (who: string): readonly ContractHistory[] =>
    Array.from({ length: count }, (_, index) => contractHistory(`${flags.seed} ${who} ${String(index)}`, plan));
  const [forRaw, forHttp] = [histories('raw'), histories('http')];
  const servers = await startContractsAlone(signer);
  const client = new LoadClient(servers.serviceUrl, CLIENTS);
  try {
    say(`  ${String(2 * count)} contracts are written`);
    await withLog(servers.eventStoreUrl, (log) => preloadAtOnce(log, [...forRaw, ...forHttp]));
    say('  raw pairs of read and append');
    const limit = await rawPairs(servers.eventStoreUrl, forRaw);
    say('  deliverables over HTTP');
    const who = { token: signer.token(freelancerPartyId), party: undefined };
    const value = await warmedUp(forHttp, async ({ contractId, milestoneId }) => {
      const path = `/contracts/${contractId}/milestones/${milestoneId}/submissions`;
      await client.post(path, { contentHash: contentHashOf(contractId) }, who);
    });
    return [beside({ name: 'command', value, unit: 'commands/s', limit, goal: { of: 'ratio', is: 'at least', number: 0.3 } })];
  } finally {
    await client.close();
    await servers.stop();
  }
};

import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import type { Person } from '@guildhall/local';
import { parse } from 'yaml';
import { hire } from '../market/contract.js';
import { processes } from '../market/control.js';
import { DisputeInPlay } from '../market/dispute.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { review, reviewWindowOpens } from '../market/reviews.js';
import { declaredEdges, EdgeRecorder, edgeText, type DeclaredEdge } from './recorded-edges.js';
import { tellsSockets } from './sockets.js';
import { tableOf, tableIn, WHO_TALKS_TO_WHOM } from './who-talks-to-whom.js';

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Only Linux tells who holds a socket. */
const onLinux = tellsSockets() ? it : it.skip;

describe('Who talks to whom while a hire, a dispute and two reviews are played', () => {
  let market: Market;
  let client: Person;
  let freelancer: Person;
  let recorder: EdgeRecorder;

  const disputed = async (): Promise<void> => {
    const contract = await hire(client, freelancer, { amounts: [usd('200.00')] });
    await contract.funded();
    await contract.submit('listings');
    await DisputeInPlay.open(market, contract, { by: 'client', amount: usd('100.00') });
  };
  const reviewed = async (): Promise<void> => {
    const contract = await hire(client, freelancer, { amounts: [usd('100.00')] });
    await contract.funded();
    await contract.approve(await contract.submit('listings'), 'listings');
    await contract.reached(['settled']);
    await contract.ended();
    await reviewWindowOpens(client, contract.contractId);
    await review(client, contract.contractId, 'client', 5);
    await review(freelancer, contract.contractId, 'freelancer', 4);
  };

  beforeAll(async () => {
    market = await Market.open();
    recorder = new EdgeRecorder(processes);
    [client, freelancer] = await Promise.all([market.newClient(), market.newFreelancer()]);
    await Promise.all([disputed(), reviewed()]);
  }, 300_000);
  afterAll(() => recorder.stop());

  onLinux(
    'is what the policies of the chart open: nothing else, and nothing that is never used',
    async () => {
      const declared = declaredEdges(parse(await read('deploy/edges.yaml')) as readonly DeclaredEdge[]).map(edgeText);
      const operator = await market.staff('operator-1');
      await recorder.until(async (edges) => {
        // A connection of this route is over within a blink: it is asked until it was seen.
        await Promise.all(SERVICES.map((service) => operator.get(`/${service}/operations/topics`)));
        return edges().length >= declared.length;
      });
      const recorded = recorder.edges().map(edgeText);
      expect(recorded.filter((edge) => !declared.includes(edge))).toEqual([]);
      expect(declared.filter((edge) => !recorded.includes(edge))).toEqual([]);
    },
    120_000,
  );

  onLinux('has no service that talks to another: the provider alone comes in, by its webhook', () =>
    expect(recorder.others().filter((other) => other !== 'payment-sandbox → payments-api')).toEqual([]),
  );

  onLinux('stands in the table for operators', async () =>
    expect(tableIn(await read(WHO_TALKS_TO_WHOM))).toBe(tableOf(recorder.edges())),
  );
});

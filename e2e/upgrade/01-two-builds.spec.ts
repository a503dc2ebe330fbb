import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '@guildhall/event-sourcing';
import { SERVICES } from '@guildhall/kernel';
import { eventually } from '@guildhall/local';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { journeyConfig } from '../market/config.js';
import { hire, type ContractInPlay } from '../market/contract.js';
import { DisputeInPlay, rulingInHalves } from '../market/dispute.js';
import { openLog } from '../market/log.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { runTool } from '../market/tool.js';
import { payOut, payoutReaches, settlesAt } from '../market/wallet.js';
import { buildNext } from './build-next.js';
import { heldBy, Versions, type Version } from './versions.js';

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;
const RUN_MS = 900_000;

type Parked = Readonly<{ parked: readonly Readonly<{ reason: Readonly<{ code: string; message: string }> }>[] }>;
/** A fact that a service does not know yet is kept for the version that does, and everything after it goes on. */
const NEW_FACT = 'MESSAGING.UNKNOWN_FACT: The catalogue holds no fact guildhall.contracts.delivery-received.v1';

/** The second build gets what the first was given, which only Linux tells. */
const isTold = existsSync('/proc/self/environ');
if (!isTold) console.log('two builds: skipped, this system does not tell the environment of a process');

(isTold ? describe : describe.skip)('Contracts in two builds on the running platform', () => {
  let market: Market;
  let versions: Versions;
  let next: string;
  let old: Version;
  const log = openLog();
  beforeAll(async () => {
    const { dataDir } = journeyConfig();
    next = await buildNext(join(dataDir, 'next-version'));
    versions = await Versions.takeOver();
    old = await running('old');
    market = await Market.open({ patienceMs: PATIENCE_MS });
  }, 300_000);
  afterAll(async () => {
    await versions.end();
    await log.close();
  }, 120_000);

  const running = (name: string): Promise<Version> => versions.start(name, name === 'next' ? next : ROOT);
  const works = (version: Version): Promise<true> =>
    eventually<true>(
      `${version.name} holds the leases`,
      async () => (await heldBy(version)).length > 0 || undefined,
      PATIENCE_MS,
    );

  /**
   * From hire to the end, once approved by the client, once by silence and once by a ruling, and a payout: four deliveries, taken by
   * `writers` in turn.
   */
  const stories = async (...writers: readonly [Version, ...Version[]]): Promise<void> => {
    let turn = 0;
    const submit = (contract: ContractInPlay, text: string): Promise<number> => {
      const writer = writers[turn % writers.length] ?? writers[0];
      turn += 1;
      return versions.through(writer, () => contract.submit(text));
    };
    const { client, freelancer } = await newPair(market);
    const approved = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await approved.funded();
    await approved.approve(await submit(approved, 'listings'), 'listings');
    await settlesAt(freelancer, { pending: '49000' }, 'USD', PATIENCE_MS);
    await approved.ended(PATIENCE_MS);

    const silent = await hire(client, freelancer, { amounts: [usd('300.00')], revisions: 2, dueInDays: 60 });
    await silent.funded();
    await silent.requestChanges(await submit(silent, 'v1'));
    await submit(silent, 'v2');
    await market.passDays(15);
    await silent.reached(['settled'], 0, PATIENCE_MS);
    await silent.ended(PATIENCE_MS);

    const disputed = await hire(client, freelancer, { amounts: [usd('400.00')] });
    await disputed.funded();
    await submit(disputed, 'half of it');
    const dispute = await DisputeInPlay.open(market, disputed, { by: 'client', amount: usd('400.00') });
    await dispute.respond();
    await dispute.propose(await dispute.mediate(), usd('200.00'));
    await dispute.reject();
    const arbitrator = await dispute.arbitrate();
    await arbitrator.post(dispute.path('rulings'), rulingInHalves(dispute.disputeId, dispute.amount));
    await dispute.reached(['decided'], PATIENCE_MS);
    await market.passDays(6);
    await dispute.reached(['closed'], PATIENCE_MS);
    await disputed.reached(['split', 'settled'], 0, PATIENCE_MS);
    await disputed.ended(PATIENCE_MS);

    await payoutReaches(freelancer, await payOut(freelancer, usd('100.00')), 'paid');
  };

  /** Why something waits for operators, at any service, each reason once. */
  const parkedFor = async (): Promise<readonly string[]> => {
    const operator = await market.staff('operator-1');
    const lists = await Promise.all(
      SERVICES.map(async (service) => (await operator.get<Parked>(`/${service}/operations/parked`)).parked),
    );
    return [...new Set(lists.flat().map(({ reason }) => `${reason.code}: ${reason.message}`))];
  };

  const expectSound = async ({ waits }: Readonly<{ waits: readonly string[] }>): Promise<void> => {
    await eventually(
      `waits for operators: ${waits.join()}`,
      async () => {
        const now = await parkedFor();
        if (now.join() === waits.join()) return true;
        throw new Error(`it is ${now.join()}`);
      },
      PATIENCE_MS,
    );
    // Read models as they are, against those that the log gives anew.
    expect(await runTool('contracts', 'rebuild')).toBe(0);
    expect(await runTool('payments', 'ledger-check')).toBe(0);
  };

  /** Events of contracts that only the next version writes. */
  const written = async (): Promise<Readonly<{ field: number; type: number }>> => {
    const events: StoredEvent[] = [];
    for await (const event of log.readAll({ prefixes: ['contracts.contract-'] })) events.push(event);
    const field = events.filter(({ type, data }) => type === 'MilestoneSubmitted' && 'receivedAt' in data).length;
    return { field, type: events.filter(({ type }) => type === 'DeliveryReceived').length };
  };

  it(
    'plays stories through the upgrade and back, stops nowhere and shows the same',
    async () => {
      await works(old);
      const { client, freelancer } = await newPair(market);
      const lasting = await hire(client, freelancer, { amounts: [usd('200.00')], revisions: 2, dueInDays: 90 });
      await lasting.funded();
      await lasting.requestChanges(await lasting.submit('v1'));
      expect(await written()).toEqual({ field: 0, type: 0 });

      // Side by side: the old one projects, tells and times what both write.
      const upgraded = await running('next');
      expect(await heldBy(upgraded)).toEqual([]);
      await stories(upgraded, old);
      await expectSound({ waits: [] });
      expect(await written()).toEqual({ field: 2, type: 2 });

      // The next version alone: it tells the new fact, which the other services do not know yet.
      expect(await versions.stop(old)).toBe(0);
      await works(upgraded);
      await lasting.requestChanges(await lasting.submit('v2'));
      await stories(upgraded);
      await expectSound({ waits: [NEW_FACT] });
      expect(await written()).toEqual({ field: 7, type: 7 });

      // And back, on a log that the next version has written to.
      const back = await running('old');
      expect(await versions.stop(upgraded)).toBe(0);
      await works(back);
      await lasting.approve(await lasting.submit('v3'), 'v3');
      await lasting.ended(PATIENCE_MS);
      await stories(back);
      await expectSound({ waits: [NEW_FACT] });
      expect(await written()).toEqual({ field: 7, type: 7 });
    },
    RUN_MS,
  );
});

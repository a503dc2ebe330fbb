import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { hire } from '../market/contract.js';
import { allReady } from '../market/control.js';
import { Incidents, type Incident } from '../market/incidents.js';
import { Market } from '../market/market.js';
import { usd } from '../market/money.js';
import { newPair } from '../market/pair.js';
import { payOut, payoutReaches, settlesAt } from '../market/wallet.js';
import { commandLine, type CommandLine } from './command-line.js';
import { OF_DAYS, standing, type Moment } from './firing.js';
import { start, stop } from './platform.js';
import { itTried, until } from './tried.js';

const HALF_A_DAY_MINUTES = 720;

describe('Drills: money and processes that wait for others', () => {
  let guildhall: CommandLine;
  let incidents: Incidents;
  let market: Market;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: 60_000 });
    guildhall = await commandLine();
    incidents = new Incidents();
    await allReady();
  }, 120_000);
  afterAll(() => Promise.all([incidents.close(), start('payment-sandbox')]), 60_000);

  itTried('ClearingOld: the payment provider is away while somebody wants a payout', async () => {
    const { client, freelancer } = await newPair(market);
    const contract = await hire(client, freelancer, { amounts: [usd('600.00')] });
    await contract.funded();
    await contract.approve(await contract.submit('listings'), 'listings');
    await settlesAt(freelancer, { pending: '49000' });
    await market.passDays(6);
    await settlesAt(freelancer, { available: '49000' });
    const age = 'clearing_oldest_age_seconds{kind="payout",service="payments"}';
    const before = await until('no payout in transit', (seen) => seen.get(age) === 0, ['payments']);
    await stop('payment-sandbox');
    const payoutId = await payOut(freelancer, usd('490.00'));
    const waits = await until('a payout in transit', (seen) => (seen.get(age) ?? 0) > 0, ['payments']);
    await start('payment-sandbox');
    await payoutReaches(freelancer, payoutId, 'paid');
    const after = await until('no payout in transit any more', (seen) => seen.get(age) === 0, ['payments']);
    const moments: readonly Moment[] = [
      { seen: before, minutes: HALF_A_DAY_MINUTES },
      { seen: waits, goesOn: 'ageing', minutes: 10 * HALF_A_DAY_MINUTES },
      { seen: after, minutes: HALF_A_DAY_MINUTES },
    ];
    const judged = [1, 2, 3].map((told) =>
      standing('ClearingOld', 'kind="payout",severity="warn"', moments.slice(0, told), [age], { pace: OF_DAYS }),
    );
    expect(judged).toEqual(['silent', 'fires', 'silent']);
  });

  itTried('ProcessStuck: a process is handed to the operators, who see to it', async () => {
    const stuck = 'process_stuck{type="review-reveal",service="reputation"}';
    const seeTo = ({ process, key }: Incident, ...more: readonly string[]) =>
      guildhall('processes', 'retry', 'reputation', process, key, '--reason', 'A drill saw to it.', ...more);
    // Story 11 leaves one with the operators of each service.
    const { answer } = await guildhall<{ escalated: readonly Incident[] }>('processes', 'list', '--service', 'reputation');
    for (const left of answer.escalated) expect(await seeTo(left)).toMatchObject({ code: 0 });
    const before = await until('no process stuck', (seen) => !seen.has(stuck), ['reputation']);
    const incident = await incidents.escalated('reputation', await market.staff('operator-1'));
    const waits = await until('a process stuck', (seen) => seen.get(stuck) === 1, ['reputation']);
    expect(await seeTo(incident, '--dry-run')).toMatchObject({ code: 0, answer: { dryRun: true } });
    expect(await seeTo(incident)).toMatchObject({ code: 0 });
    const after = await until('no process stuck any more', (seen) => !seen.has(stuck), ['reputation']);
    const matchers = 'service="reputation",type="review-reveal"';
    const judged = [[before], [before, waits], [before, waits, after]].map((scrapes) =>
      standing(
        'ProcessStuck',
        matchers,
        scrapes.map((seen) => ({ seen, minutes: 7 })),
        ['process_stuck'],
      ),
    );
    expect(judged).toEqual(['silent', 'fires', 'silent']);
  });
});

import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { newId, type ServiceName } from '@guildhall/kernel';
import { eventually } from '@guildhall/local';
import { randomUUID } from 'node:crypto';
import { allReady } from '../market/control.js';
import { draftGig } from '../market/gig.js';
import { Incidents } from '../market/incidents.js';
import { Market } from '../market/market.js';
import { commandLine, type CommandLine } from './command-line.js';
import { standing, type Moment } from './firing.js';
import { freeze, scrape, start, stop, unfreeze, type Scrape } from './platform.js';
import { itTried, seriesIn, until } from './tried.js';

/** The longer of the two short windows that a page is judged by is over, in minutes. */
const WINDOWS_OVER = 35;
/** Longer than a request may take, shorter than an append is waited for, in ms. */
const BREATH_MS = 1_000;
/** An append is given up as unknown after 3 s; on a busy machine that is seen a little later, in ms. */
const GIVEN_UP_MS = 6_000;
/** People who draft gigs at the same time. */
const LANES = 6;
/** A client of the store that has lost it finds it again within this time on a busy machine, in ms. */
const RECOVERY_MS = 60_000;
const APPENDS = ['eventstore_append_duration_seconds'];
const REQUESTS = ['http_server_request_duration_seconds'];
const FROM: readonly ServiceName[] = ['identity', 'gigs'];

const only = (seen: Scrape, service: ServiceName): Scrape =>
  new Map([...seen].filter(([series]) => series.includes(`service="${service}"`)));
describe('Drills: the event store hangs and goes, the document database goes', () => {
  let market: Market;
  let incidents: Incidents;
  let guildhall: CommandLine;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: 60_000 });
    incidents = new Incidents();
    guildhall = await commandLine();
    await allReady();
  }, 120_000);
  afterAll(async () => {
    await Promise.all(['event-store', 'gigs'].map(unfreeze));
    await Promise.all(['event-store', 'mongo'].map(start));
    await incidents.close();
  }, 180_000);

  /** What the edge answers to somebody who signs up: done, open (where to ask), or refused for now. */
  const signUp = async (): Promise<'done' | 'open' | 'refused'> => {
    const place = { country: 'DE', homeRegion: 'eu', locale: 'en-GB', timeZone: 'Europe/Berlin' };
    const whom = { accountId: randomUUID(), email: `drill.${randomUUID()}@example.org`, password: `pw-${randomUUID()}` };
    const body = { ...whom, displayName: 'Drill', ...place };
    const { status, body: said } = await market.api.send('POST', '/identity/accounts', body, { key: newId() });
    if (status >= 500) return 'refused';
    return typeof (said as Readonly<{ ask?: unknown }> | null)?.ask === 'string' ? 'open' : 'done';
  };

  const judgedOf = (
    alert: string,
    service: ServiceName,
    [before, during, after]: readonly [readonly Scrape[], readonly Scrape[], Scrape],
    families: readonly string[],
    how: Omit<Moment, 'seen'> = {},
  ) => {
    const [quiet, trouble] = [before, during].map((scrapes) => scrapes.map((seen) => ({ seen: only(seen, service) })));
    const last = trouble?.at(-1);
    if (!quiet || !trouble || !last) throw new Error(`${alert} needs scrapes of its trouble`);
    const lasting = [...quiet, ...trouble.slice(0, -1), { ...last, ...how }];
    const over = [...lasting, { seen: only(after, service), minutes: WINDOWS_OVER }];
    // Warnings of a budget look back for hours more, so the page is judged where there are both.
    const matchers = `service="${service}"${alert === 'ConsumerLagGrowing' ? '' : ',severity="page"'}`;
    return [quiet, lasting, over].map((moments) => standing(alert, matchers, moments, families));
  };
  const asTold = ['silent', 'fires', 'silent'];

  /** Freelancers draft gigs until the store hangs, and it goes on when gigs has given an append up: a scrape before that, and after. */
  const hangInAnAppend = async (): Promise<readonly [Scrape, Scrape]> => {
    const freelancer = await market.newFreelancer();
    const givenUp = (seen: Scrape): number =>
      seriesIn(seen, 'eventstore_unknown_outcomes_total').reduce((sum, one) => sum + one, 0);
    let drafting = true;
    const lane = async (): Promise<void> => {
      while (drafting) await draftGig(freelancer);
    };
    const drafts = Promise.allSettled(Array.from({ length: LANES }, lane));
    try {
      await freeze('event-store');
      drafting = false;
      const before = await scrape(['gigs']);
      await eventually('an append given up', async () => givenUp(await scrape(['gigs'])) > givenUp(before), GIVEN_UP_MS);
      await unfreeze('event-store');
      await drafts;
      return [before, await scrape(['gigs'])];
    } finally {
      drafting = false;
      await unfreeze('event-store');
      await drafts;
    }
  };

  itTried('AppendErrorsHigh and AppendSlow: the store hangs in the middle of an append', async () => {
    // Commands read before they append: it takes some tries to stop the store between the two.
    const [before, after] = await eventually('an append that met it', hangInAnAppend, RECOVERY_MS);
    const judged = ['AppendErrorsHigh', 'AppendSlow'].map((alert) =>
      judgedOf(alert, 'gigs', [[before], [after], after], APPENDS),
    );
    expect(judged).toEqual([asTold, asTold]);
  });

  itTried('RequestsSlow: the store holds its breath while people sign up', async () => {
    expect(await signUp()).toBe('done');
    const before = await until('identity', () => true, ['identity']);
    await freeze('event-store');
    const [begun, waiting] = [Date.now(), Promise.all([signUp(), signUp(), signUp()])];
    await eventually('a breath', async () => Date.now() - begun > BREATH_MS || undefined);
    await unfreeze('event-store');
    expect(await waiting).toEqual(['done', 'done', 'done']);
    const slow = await until('identity', () => true, ['identity']);
    expect(judgedOf('RequestsSlow', 'identity', [[before], [slow], slow], REQUESTS)).toEqual(asTold);
  });

  itTried(
    'RequestErrorsHigh and ProcessSlow and TimerOverdue and ConsumerLagGrowing: the store hangs, goes, and comes back',
    async () => {
      const waitingIn = (seen: Scrape) => [...seriesIn(seen, 'consumer_lag_seconds'), ...seriesIn(seen, 'timers_overdue')];
      const failedSteps = (seen: Scrape): number =>
        [...only(seen, 'gigs')]
          .filter(([series]) => series.startsWith('process_step_duration_seconds_count') && !series.includes('outcome="ok"'))
          .reduce((sum, [, count]) => sum + count, 0);
      const before = await until('timers in time, no fact in hand', (seen) => waitingIn(seen).every((one) => one === 0));
      // What is due and what was told lies before gigs, and the store hangs when it begins with both.
      await freeze('gigs');
      await incidents.overdue('gigs');
      expect(await guildhall('keys', 'rotate', '--reason', 'a drill')).toMatchObject({ code: 0 });
      await until('the fact told', (seen) => seriesIn(seen, 'relay_pending_events').every((one) => one === 0), ['identity']);
      await freeze('event-store');
      await unfreeze('gigs');
      const first = signUp();
      const hanging = await until(
        'a late timer, an old fact, a step that fails',
        (seen) => {
          const [late = 0, lags] = [
            seen.get('timers_overdue{service="gigs"}'),
            seriesIn(only(seen, 'gigs'), 'consumer_lag_seconds'),
          ];
          return late > 0 && Math.max(...lags) > 1 && failedSteps(seen) > 0;
        },
        FROM,
      );
      expect(await first).toBe('refused');
      const refused = await until('the refusal counted', () => true, FROM);
      await unfreeze('event-store');
      await stop('event-store');
      expect(await signUp()).toBe('refused');
      const away = await until('more steps that fail', (seen) => failedSteps(seen) > failedSteps(hanging), FROM);
      await start('event-store');
      await eventually('a sign-up', async () => (await signUp()) === 'done' || undefined, RECOVERY_MS);
      const after = await until('all done at last', (seen) => waitingIn(seen).every((one) => one === 0));

      const outage = [[before], [hanging, refused, away], after] as const;
      const late = [[before], [hanging], after] as const;
      const growing = { goesOn: 'ageing', minutes: 15 } as const;
      expect({
        RequestErrorsHigh: judgedOf('RequestErrorsHigh', 'identity', outage, REQUESTS),
        ProcessSlow: judgedOf('ProcessSlow', 'gigs', outage, ['process_step_duration_seconds']),
        TimerOverdue: judgedOf('TimerOverdue', 'gigs', late, ['timers_overdue']),
        ConsumerLagGrowing: judgedOf('ConsumerLagGrowing', 'gigs', late, ['consumer_lag_seconds'], growing),
      }).toEqual({ RequestErrorsHigh: asTold, ProcessSlow: asTold, TimerOverdue: asTold, ConsumerLagGrowing: asTold });
    },
  );

  itTried('DeadlinesMissed: a deadline of a dispute takes effect an hour late', async () => {
    const missed = async (): Promise<Scrape> => {
      const fired = (seen: Scrape): number => seriesIn(seen, 'timer_fire_delay_seconds_count').reduce((sum, one) => sum + one, 0);
      const earlier = fired(await until('disputes', () => true, ['disputes']));
      await incidents.overdue('disputes');
      return until('it fired', (seen) => fired(seen) > earlier, ['disputes']);
    };
    const [before, late] = [await missed(), await missed()];
    const over: Moment = { seen: late, minutes: WINDOWS_OVER };
    const judged = [[], [{ seen: late }], [{ seen: late }, over]].map((more) =>
      standing('DeadlinesMissed', 'severity="page"', [{ seen: before }, ...more], ['timer_fire_delay_seconds']),
    );
    expect(judged).toEqual(asTold);
  });

  itTried('ProjectionStuck and ProjectionFreshnessLow: a projector lives, and its database does not', async () => {
    const lags = (seen: Scrape) => seriesIn(only(seen, 'identity'), 'projection_lag_seconds');
    const heartbeat = (seen: Scrape) => Math.max(...seriesIn(only(seen, 'identity'), 'projection_heartbeat_timestamp_seconds'));
    const before = await until('fresh read models', (seen) => lags(seen).length > 0 && Math.max(...lags(seen)) < 2);
    await stop('mongo');
    expect(await signUp()).toBe('done');
    const stale = await until('stale read models', (seen) => Math.max(...lags(seen)) > 2, ['identity']);
    const alive = await until('a heartbeat meanwhile', (seen) => heartbeat(seen) > heartbeat(stale), ['identity']);
    const beginsMs = Date.now() - 120_000;
    await start('mongo');
    // One that is not looked after yet has no lag to show.
    const areFresh = (seen: Scrape): boolean => lags(seen).length === lags(before).length && Math.max(...lags(seen)) < 2;
    const after = await until('fresh read models again', areFresh, ['identity']);
    const now: Moment = { seen: alive, ageing: ['projection_heartbeat'], minutes: 5 };
    const judge = (alert: string, families: readonly string[], ...moments: readonly Moment[]) =>
      standing(alert, 'service="identity",severity="page"', moments, families, { beginsMs });
    const freshness = ['projection_lag_seconds'];
    const progress = ['projection_position', 'projection_head_position', 'projection_last_advance', 'projection_heartbeat'];
    const over: Moment = { seen: after, ageing: ['projection_heartbeat'], minutes: WINDOWS_OVER };
    expect({
      ProjectionStuck: [[], [now], [now, { ...over, minutes: 2 }]].map((more) =>
        judge('ProjectionStuck', progress, { seen: before }, ...more),
      ),
      ProjectionFreshnessLow: [[], [now], [now, over]].map((more) =>
        judge('ProjectionFreshnessLow', freshness, { seen: before }, ...more),
      ),
    }).toEqual({ ProjectionStuck: asTold, ProjectionFreshnessLow: asTold });
  });
});

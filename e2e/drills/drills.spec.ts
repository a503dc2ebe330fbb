import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import type { Person } from '@guildhall/local';
import { Kafka, logLevel } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { allReady } from '../market/control.js';
import { Market } from '../market/market.js';
import { standing } from './firing.js';
import { portOf, start, stop, type Scrape } from './platform.js';
import { itTried, seriesIn, until } from './tried.js';

const complete = (): boolean => true;

/** Beginnings of the series that the first drill disturbs. */
const DISTURBED = ['projection_lag_seconds', 'relay_oldest_age_seconds'];
/** A read model and a topic of the service that the first drill writes to. */
const CANARIES = ['accounts', 'guildhall.identity.events'].map((sink) => `canary_age_seconds{sink="${sink}",service="identity"}`);
const isQuiet = (seen: Scrape, series: Iterable<string>): boolean => [...series].every((one) => (seen.get(one) ?? Infinity) < 2);
const disturbedIn = (seen: Scrape): readonly string[] =>
  [...seen.keys()].filter((series) => DISTURBED.some((begins) => series.startsWith(begins)));

type Stretch = Readonly<{ done: boolean; next: string; findings: readonly object[] }>;
/** What an audit of a whole topic names, as the command line asks for it. */
const auditOf = async (service: ServiceName, operator: Person): Promise<readonly object[]> => {
  const findings: object[] = [];
  for (let at: object = {}; ;) {
    const { done, next, findings: more } = await operator.post<Stretch>(`/${service}/operations/relay/audits`, at);
    findings.push(...more);
    if (done) return findings;
    at = { at: next };
  }
};

describe('Drills: what runbooks say, tried on the running platform', () => {
  let market: Market;
  let operator: Person;
  beforeAll(async () => {
    market = await Market.open({ patienceMs: 60_000 });
    operator = await market.staff('operator-1');
    await allReady();
  }, 120_000);
  afterAll(() => Promise.all(['mongo', 'kafka', 'reputation', 'gigs'].map(start)), 180_000);

  itTried('ProjectionStale and RelayBehind and CanaryLost: database and broker are away, and come back', async () => {
    const arriving = (seen: Scrape): boolean => CANARIES.every((series) => (seen.get(series) ?? Infinity) < 25);
    const before = await until('a platform at rest', (seen) => {
      const told = disturbedIn(seen);
      return (
        DISTURBED.every((begins) => told.some((series) => series.startsWith(begins))) && isQuiet(seen, told) && arriving(seen)
      );
    });
    await Promise.all([stop('mongo'), stop('kafka')]);
    const email = `drill.${randomUUID()}@example.org`;
    const place = { country: 'DE', homeRegion: 'eu', locale: 'en-GB', timeZone: 'Europe/Berlin' };
    const registration = { accountId: randomUUID(), email, password: `pw-${randomUUID()}`, displayName: 'Drill', ...place };
    await market.api.post('/identity/accounts', registration);
    const away = await until('half a minute of lag', (seen) => {
      const stale = seriesIn(seen, 'projection_lag_seconds');
      const behind = seriesIn(seen, 'relay_oldest_age_seconds');
      return Math.max(...stale) > 30 && Math.max(...behind) > 30 && CANARIES.every((series) => (seen.get(series) ?? 0) > 30);
    });
    await Promise.all([start('mongo'), start('kafka')]);
    const after = await until('everything told and shown', (seen) => isQuiet(seen, disturbedIn(before)) && arriving(seen));
    for (const [alert, families, sink = ''] of [
      ['ProjectionStale', ['projection_lag_seconds']],
      ['RelayBehind', ['relay_oldest_age_seconds']],
      ['CanaryLost', ['canary_age_seconds'], ',sink="accounts"'],
      ['CanaryLost', ['canary_age_seconds'], ',sink="guildhall.identity.events"'],
    ] as const) {
      const judged = [[before], [before, away], [before, away, after]].map((moments) =>
        standing(
          alert,
          `service="identity"${sink}`,
          moments.map((seen) => ({ seen })),
          families,
        ),
      );
      expect({ alert, judged }).toEqual({ alert, judged: ['silent', 'fires', 'silent'] });
    }
  });

  itTried('LeaseUnheld: a service is down, and comes back', async () => {
    const held = 'lease_held{runner="projector",service="gigs"}';
    const others = SERVICES.filter((service) => service !== 'gigs');
    const before = await until('its leases held', (seen) => seen.get(held) === 1);
    await stop('gigs');
    const away = await until('the others', complete, others);
    await start('gigs');
    const after = await until('its leases held again', (seen) => seen.get(held) === 1);
    const judge = (...moments: readonly Scrape[]) =>
      standing(
        'LeaseUnheld',
        'service="gigs",runner="projector"',
        moments.map((seen) => ({ seen, minutes: 7 })),
        ['lease_held'],
      );
    expect([judge(before), judge(before, away), judge(before, away, after)]).toEqual(['silent', 'fires', 'silent']);
  });

  itTried('RelayHoles: a record of a topic is deleted, and the audit beside the relay finds it', async () => {
    const holes = 'relay_audit_holes_total{topic="guildhall.identity.events",service="identity"}';
    const before = await until('an auditor', (seen) => seen.has(holes));
    const kafka = new Kafka({ brokers: [`127.0.0.1:${await portOf('kafka')}`], logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    const topic = 'guildhall.identity.events';
    const { partition } = (await admin.fetchTopicOffsets(topic)).find(({ low, high }) => low === '0' && BigInt(high) > 0n) ?? {
      partition: 0,
    };
    await admin.deleteTopicRecords({ topic, partitions: [{ partition, offset: '1' }] });
    await admin.disconnect();
    const seen = await until('the hole found', (now) => (now.get(holes) ?? 0) > (before.get(holes) ?? 0));
    const judge = (...moments: readonly Scrape[]) =>
      standing(
        'RelayHoles',
        'service="identity"',
        moments.map((moment) => ({ seen: moment })),
        ['relay_audit_'],
      );
    expect([judge(before), judge(before, seen)]).toEqual(['silent', 'fires']);
    expect(await auditOf('identity', operator)).toContainEqual(
      expect.objectContaining({ kind: 'hole', partition, offset: null }),
    );
  });

  itTried('EventsParked: a record that is no fact is parked until an operator discards it', async () => {
    const kafka = new Kafka({ brokers: [`127.0.0.1:${await portOf('kafka')}`], logLevel: logLevel.NOTHING });
    const producer = kafka.producer();
    await producer.connect();
    await producer.send({ topic: 'guildhall.reputation.events', messages: [{ key: 'drill', value: 'no fact' }] });
    await producer.disconnect();
    const parked = 'parked_oldest_age_seconds{process="unreadable",service="gigs"}';
    const seen = await until('the record parked', (now) => now.has(parked));
    const waits = { seen, goesOn: 'ageing', minutes: 20 } as const;
    expect(standing('EventsParked', 'service="gigs",process="unreadable"', [waits], ['parked_'])).toBe('fires');
    const list = await operator.get<{ parked: readonly { messageId: string; process: string }[] }>('/gigs/operations/parked');
    for (const { messageId, process } of list.parked.filter((one) => one.process === 'unreadable'))
      await operator.post('/gigs/operations/parked/discards', { messageId, process, reason: 'put there by a drill' });
    const after = await until('nothing parked', (now) => !now.has(parked));
    expect(
      standing('EventsParked', 'service="gigs",process="unreadable"', [waits, { seen: after, minutes: 7 }], ['parked_']),
    ).toBe('silent');
  });

  itTried('RelayDiverged: a topic that ends in a foreign record stops its relay at the next start', async () => {
    const diverged = 'relay_diverged{topic="guildhall.reputation.events",service="reputation"}';
    const before = await until('all services', complete);
    await stop('reputation');
    await start('reputation');
    const seen = await until('the relay stopped', (now) => now.get(diverged) === 1);
    expect(standing('RelayDiverged', 'service="reputation"', [{ seen: before }], ['relay_diverged'])).toBe('silent');
    expect(standing('RelayDiverged', 'service="reputation"', [{ seen: before }, { seen }], ['relay_diverged'])).toBe('fires');
  });
});

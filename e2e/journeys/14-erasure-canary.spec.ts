import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { eventually, Person } from '@guildhall/local';
import { askToBeForgotten, CanaryWords, forgetByLetter, joinCanary, type Canary, type Trace } from '../market/canary.js';
import { canarySize } from '../market/canary.config.js';
import { journeyConfig } from '../market/config.js';
import { allReady, kill, platform } from '../market/control.js';
import { openLog } from '../market/log.js';
import { Market } from '../market/market.js';
import { allDocuments, backUpTo, filesIn, keysOf } from '../market/stored-bytes.js';
import { inParallel } from './access/once.js';

type Receipt = Readonly<{ heardAt: string | null; readModels: readonly Readonly<{ name: string; erasedAt: string | null }>[] }>;

/** At once, as many as one machine serves well. */
const WIDTH = 6;
/** An operator gives the password again before so many letters: well within five minutes. */
const PILE = 50;
const PATIENCE_MS = 60_000;
const SLOW_MS = 1_800_000;

const { people, forgotten } = canarySize();

describe('Story 14, with many: half of the people are forgotten', () => {
  const words = new CanaryWords();
  let market: Market;
  let operator: Person;
  let all: readonly Canary[];
  let gone: readonly Canary[];
  let kept: readonly Canary[];
  let backups: string;
  let keysOfGone: readonly Buffer[];
  let keysOfKept: readonly Buffer[];

  beforeAll(async () => {
    market = await Market.open({ patienceMs: PATIENCE_MS });
    operator = await market.staff('operator-1');
    backups = await mkdtemp(join(tmpdir(), 'guildhall-canary-'));
    const numbers = Array.from({ length: people }, (_, number) => number);
    all = await inParallel(numbers, WIDTH, (number) => joinCanary(market, words, number));
    [gone, kept] = [all.slice(0, forgotten), all.slice(forgotten)];
    await eventually(
      'all gigs in the read models',
      async () => onSale(await allDocuments()) === people || undefined,
      PATIENCE_MS,
    );
    [keysOfGone, keysOfKept] = [keysOf(idsOf(gone)), keysOf(idsOf(kept))];
    await backUpTo(join(backups, 'before'));
  }, SLOW_MS);
  afterAll(async () => {
    await allReady();
    await rm(backups, { recursive: true, force: true });
  }, 120_000);

  const idsOf = (some: readonly Canary[]): readonly string[] => some.map(({ person }) => person.accountId);
  const onSale = (text: string): number =>
    new Set(words.in(text).flatMap(({ number, what }) => (what === 'title' ? [number] : []))).size;
  const ofGone = (traces: readonly Trace[]): readonly Trace[] => traces.filter(({ number }) => number < forgotten);
  const erasedEverywhere = async ({ person: { accountId } }: Canary): Promise<readonly Receipt[]> =>
    eventually(
      `${accountId} is erased everywhere`,
      async () => {
        const path = (service: string): string => `/${service}/operations/subjects/${accountId}`;
        const receipts = await Promise.all(SERVICES.map((service) => operator.get<Receipt>(path(service))));
        const whole = receipts.every(({ heardAt, readModels }) => heardAt && readModels.every(({ erasedAt }) => erasedAt));
        return whole ? receipts : undefined;
      },
      PATIENCE_MS,
    );
  /** How often each read model was built anew for the people of this run. */
  const rebuilds = async (receipts: readonly Receipt[], since: string): Promise<readonly number[]> => {
    const log = openLog();
    try {
      const streams = receipts.flatMap(({ readModels }, index) =>
        readModels.map(({ name }) => `${String(SERVICES[index])}.readmodel-${name}`),
      );
      return await inParallel(streams, WIDTH, async (stream) => {
        const generations = new Set<number>();
        for await (const { type, data, recordedAt } of log.read(stream))
          if (type === 'Erased' && recordedAt >= since) generations.add((data as { to: number }).to);
        return generations.size;
      });
    } finally {
      await log.close();
    }
  };

  it(
    'is carried out for all of them, by few rebuilds',
    async () => {
      const since = new Date().toISOString();
      const started = performance.now();
      for (let first = 0; first < gone.length; first += PILE) {
        await operator.stepUp();
        await inParallel(gone.slice(first, first + PILE), WIDTH, (one) =>
          one.number % 2 === 0 ? askToBeForgotten(one) : forgetByLetter(one, operator),
        );
      }
      const asked = performance.now();
      // The last one first: looking after everybody all the time would slow down what is looked at.
      for (const last of gone.slice(-1)) await erasedEverywhere(last);
      const receipts = await inParallel(gone, WIDTH, erasedEverywhere);
      const done = performance.now();
      const counts = await rebuilds(receipts[0] ?? [], since);
      const perPerson = ((done - started) / forgotten).toFixed(0);
      console.log(
        `erasure canary: ${String(forgotten)} of ${String(people)} forgotten in ${((done - started) / 1_000).toFixed(1)} s, ` +
          `${perPerson} ms each, the last read model ${((done - asked) / 1_000).toFixed(1)} s after the last request; ` +
          `${String(counts.length)} read models, built anew ${String(Math.min(...counts))} to ${String(Math.max(...counts))} times`,
      );
      expect(done - asked).toBeLessThan(PATIENCE_MS);
      expect(Math.min(...counts)).toBeGreaterThan(0);
      expect(Math.max(...counts)).toBeLessThan(Math.ceil(forgotten / 2));
    },
    SLOW_MS,
  );

  it(
    'leaves nothing of them in read models and answers, and all of the others',
    async () => {
      const documents = await allDocuments();
      expect(ofGone(words.in(documents))).toEqual([]);
      expect(onSale(documents)).toBe(kept.length);
      const shown = await inParallel(kept, WIDTH, async ({ number, gigId, person }) => {
        const gig = await person.get<object>(`/gigs/gigs/${gigId}`);
        return words.in(JSON.stringify(gig)).some((trace) => trace.number === number);
      });
      expect(shown).toEqual(kept.map(() => true));
      const hidden = await inParallel(gone, WIDTH, async ({ gigId }) => {
        const { body } = await market.api.send('GET', `/gigs/gigs/${gigId}`, undefined, { token: await operator.accessToken() });
        return words.in(JSON.stringify(body));
      });
      expect(hidden.flat()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'leaves nothing of them in event files, topics, logs, mails and backups, nor their keys in the key file',
    async () => {
      await backUpTo(join(backups, 'after'));
      const { dataDir, outboxDir } = journeyConfig();
      const [firstGone] = idsOf(gone);
      const traces: string[] = [];
      const named = new Set<string>();
      const folders = { events: join(dataDir, 'event-store'), topics: join(dataDir, 'kafka'), before: join(backups, 'before') };
      const places = { ...folders, after: join(backups, 'after'), run: join(dataDir, 'run'), logs: (await platform()).logsDir };
      for (const [place, folder] of Object.entries(places))
        for await (const { path, bytes } of filesIn(folder)) {
          traces.push(...words.in(bytes).map(({ number, what }) => `${what} of ${String(number)} in ${path}`));
          if (bytes.includes(firstGone ?? '-')) named.add(place);
        }
      expect(traces).toEqual([]);
      // Ids stay: where they are not seen, words would not be either.
      expect([...named]).toEqual(expect.arrayContaining(['events', 'topics', 'before', 'after']));

      const mails: Trace[] = [];
      for await (const { bytes } of filesIn(outboxDir)) mails.push(...words.in(bytes));
      expect(ofGone(mails)).toEqual([]);
      expect(new Set(mails.map(({ number }) => number)).size).toBe(kept.length);

      const keyBytes: Buffer[] = [];
      for await (const { path, bytes } of filesIn(join(dataDir, 'keys'))) if (path.includes('subject-keys')) keyBytes.push(bytes);
      const stored = Buffer.concat(keyBytes).toString('latin1');
      const isThere = (key: Buffer): boolean => stored.includes(key.toString('latin1'));
      expect(keysOfGone.length).toBeGreaterThanOrEqual(gone.length);
      expect(keysOfGone.filter(isThere)).toEqual([]);
      expect(keysOfKept.filter(isThere)).toHaveLength(keysOfKept.length);
    },
    SLOW_MS,
  );

  it(
    'is the same after all read models were lost and identity was killed',
    async () => {
      await Promise.all([kill('mongo'), kill('identity')]);
      await allReady();
      const documents = await eventually(
        'the gigs of those who stayed',
        async () => {
          const found = await allDocuments();
          return onSale(found) === kept.length ? found : undefined;
        },
        PATIENCE_MS,
      );
      expect(ofGone(words.in(documents))).toEqual([]);
      const [[leaver], [stayer]] = [gone, kept];
      if (!leaver || !stayer) throw new Error('nobody came');
      expect((await Person.signIn(market.api, stayer.person.credentials)).accountId).toBe(stayer.person.accountId);
      await expect(Person.signIn(market.api, leaver.person.credentials)).rejects.toMatchObject({ status: 401 });
      expect(await operator.get(`/identity/operations/subjects/${leaver.person.accountId}`)).toMatchObject({
        state: 'forgotten',
      });
    },
    SLOW_MS,
  );
});

import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ERASED } from '@guildhall/event-sourcing';
import { SERVICES } from '@guildhall/kernel';
import { eventually, seedCredentials, type Person } from '@guildhall/local';
import { environmentWith, journeyConfig } from '../market/config.js';
import {
  deliverWords,
  disputeInWords,
  freelancerOfWords,
  hireOfWords,
  publishGigOfWords,
  reviewInWords,
  uniqueWords,
} from '../market/forgotten-person.js';
import { openLog } from '../market/log.js';
import { Market } from '../market/market.js';
import { secretsOf } from '../market/secrets.js';
import { review, reviewsOf, reviewWindowOpens } from '../market/reviews.js';

/** Goal of security.md for read models, ms. */
const ERASED_WITHIN_MS = 60_000;
const PROGRAM = fileURLToPath(new URL('../../cli/dist/main.js', import.meta.url));
const LEGAL_NAME = 'Zyzzogeton-legal-name';

type Receipt = Readonly<{ heardAt: string | null; readModels: readonly Readonly<{ name: string; erasedAt: string | null }>[] }>;
type SubjectView = Receipt & Readonly<{ state: string; pseudonymId: string; legalHoldUntil: string | null; mails: number }>;

describe('Story 14: a freelancer leaves and is forgotten', () => {
  const words = uniqueWords();
  let market: Market;
  let client: Person;
  let freelancer: Person;
  let operator: Person;
  let moderator: Person;
  let contractId: string;
  let disputeId: string;
  let queries: readonly (readonly [Person, string])[];
  let requested: Readonly<{ pseudonymId: string; requestedAt: string }>;

  beforeAll(async () => {
    market = await Market.open({ patienceMs: 60_000 });
    [client, operator, moderator] = await Promise.all([
      market.newClient(),
      market.staff('operator-1'),
      market.staff('moderator'),
    ]);
    freelancer = await freelancerOfWords(market, words, LEGAL_NAME);
    const gigId = await publishGigOfWords(freelancer, words);
    const { briefId, contract } = await hireOfWords(client, freelancer, words);
    const version = await deliverWords(contract, words);
    await contract.approve(version, 'forty listings');
    await contract.reached(['settled']);
    await contract.ended();
    ({ contractId } = contract);
    await reviewWindowOpens(client, contractId);
    await review(client, contractId, 'client', 5);
    await reviewInWords(freelancer, contractId, words);
    await eventually('both reviews', async () => (await reviewsOf(client, contractId)).state === 'revealed' || undefined);
    const disputed = await hireOfWords(client, freelancer, words);
    disputeId = await disputeInWords(disputed.contract, words);
    queries = [
      [client, `/gigs/gigs/${gigId}`],
      [client, `/gigs/search?q=${words.gigTitle}`],
      [client, '/gigs/search?roleId=listing_optimization'],
      [client, `/gigs/briefs/${briefId}/proposals`],
      [client, `/gigs/briefs/${disputed.briefId}/proposals`],
      [operator, '/gigs/held-posts'],
      [client, '/contracts'],
      [client, `/contracts/${contractId}`],
      [client, `/contracts/${contractId}/timeline`],
      [operator, '/contracts/operator-queue'],
      [client, `/contracts/${disputed.contract.contractId}`],
      [client, '/disputes'],
      [client, `/disputes/${disputeId}`],
      [operator, '/disputes/queue'],
      [client, `/reputation/contracts/${contractId}/reviews`],
      [client, `/reputation/parties/${client.partyId}/scores`],
      [client, `/payments/contracts/${contractId}/escrow`],
      [operator, `/payments/wallets/${freelancer.partyId}`],
      [operator, `/identity/accounts/${freelancer.accountId}`],
      [operator, '/identity/restrictions'],
      [moderator, '/identity/reviews'],
      [operator, `/identity/operations/subjects/${freelancer.accountId}`],
    ];
  }, 300_000);

  /** What each query answers. Gigs of a closed account are hidden: nothing at all is as good as nothing told. */
  const told = async (): Promise<readonly (readonly [path: string, text: string])[]> =>
    Promise.all(
      queries.map(async ([person, path]) => {
        const { status, body } = await person.send('GET', path, undefined);
        if (status !== 200 && status !== 404) throw new Error(`${path}: ${String(status)}`);
        return [path, JSON.stringify(body)] as const;
      }),
    );
  /** Which words an answer still tells. */
  const hits = async (): Promise<readonly string[]> =>
    (await told()).flatMap(([path, text]) =>
      Object.entries(words).flatMap(([what, word]) => (text.includes(word) ? [`${what} in ${path}`] : [])),
    );
  const subject = () => operator.get<SubjectView>(`/identity/operations/subjects/${freelancer.accountId}`);
  const receipts = async (): Promise<Readonly<Record<string, Receipt>>> => {
    const path = (service: string): string => `/${service}/operations/subjects/${freelancer.accountId}`;
    const all = await Promise.all(
      SERVICES.map(async (service) => [service, await operator.get<Receipt>(path(service))] as const),
    );
    return Object.fromEntries(all);
  };
  const forget = async () => {
    await operator.stepUp();
    const path = `/identity/operations/subjects/${freelancer.accountId}/forget`;
    return operator.post<{ pseudonymId: string; requestedAt: string }>(path, { reason: 'asked for it by letter' });
  };
  const numbers = async () => ({
    scores: await client.get(`/reputation/parties/${client.partyId}/scores`),
    reviewOfClient: (await reviewsOf(client, contractId)).reviews.map(({ dimensions, revealedAt }) => ({
      dimensions,
      revealedAt,
    })),
    ledger: await operator.get<{ result: string }>('/payments/operations/ledger-check'),
  });

  it('was to be read by the other side, and is erased only once the dispute and the account are closed', async () => {
    const seen = (await hits()).map((hit) => hit.slice(0, hit.indexOf(' ')));
    expect([...new Set(seen)].sort()).toEqual(
      ['coverNote', 'deliveryNote', 'fileName', 'gigText', 'gigTitle', 'review', 'statement'].sort(),
    );
    await expect(forget()).rejects.toMatchObject({ status: 409, code: 'IDENTITY.ACCOUNT_OPEN' });
    const blocks = () => freelancer.get<{ blocks: string[] }>(`/identity/accounts/${freelancer.accountId}/erasure`);
    await eventually('identity knows the dispute', async () => (await blocks()).blocks.includes('case_open') || undefined);
    await freelancer.stepUp();
    await expect(freelancer.post(`/identity/accounts/${freelancer.accountId}/erasure`)).rejects.toMatchObject({
      ...{ status: 409, code: 'IDENTITY.LEGAL_HOLD', problem: { disputes: [disputeId] } },
    });
    await freelancer.post(`/disputes/${disputeId}/withdrawals`);
    await eventually('identity knows its end', async () => (await blocks()).blocks.length === 0 || undefined);
    await freelancer.post(`/identity/accounts/${freelancer.accountId}/closures`, { reasonCode: 'own_wish' });
    expect(await subject()).toMatchObject({ state: 'closed', blocks: [] });
  }, 120_000);

  it('is found in no answer of any service within 60 s, and money and scores stay as they are', async () => {
    const before = await numbers();
    const startedAt = performance.now();
    requested = await forget();
    await eventually(
      'every service has erased',
      async () => {
        const all = Object.entries(await receipts());
        const open = all.filter(([, { heardAt, readModels }]) => !heardAt || readModels.some(({ erasedAt }) => !erasedAt));
        if (open.length > 0) throw new Error(`still open: ${open.map(([service]) => service).join(', ')}`);
        const left = await hits();
        if (left.length > 0) throw new Error(left.join('; '));
        return true;
      },
      ERASED_WITHIN_MS,
    );
    const milliseconds = Math.round(performance.now() - startedAt);
    expect(milliseconds).toBeLessThan(ERASED_WITHIN_MS);
    const texts = new Map(await told());
    expect(texts.get(`/contracts/${contractId}`)).toContain(ERASED);
    expect(texts.get(`/reputation/contracts/${contractId}/reviews`)).toContain(ERASED);
    const after = await numbers();
    expect([after.scores, after.reviewOfClient]).toEqual([before.scores, before.reviewOfClient]);
    expect([before.ledger.result, after.ledger.result]).toEqual(['sound', 'sound']);
  }, 180_000);

  it('is named by a receipt of every sink, with what the law keeps and until when', async () => {
    const all = await receipts();
    expect(Object.keys(all)).toEqual([...SERVICES]);
    const names = Object.fromEntries(
      Object.entries(all).map(([service, { readModels }]) => [service, readModels.map(({ name }) => name)]),
    );
    expect(names).toMatchObject({
      identity: expect.arrayContaining(['my-sessions', 'review-queue']),
      gigs: expect.arrayContaining(['gigs', 'briefs', 'proposals', 'held-posts']),
      contracts: expect.arrayContaining(['contracts']),
      payments: expect.arrayContaining(['methods']),
      disputes: expect.arrayContaining(['dispute-cases']),
      reputation: expect.arrayContaining(['contract-reviews']),
    });
    const view = await subject();
    expect(view).toMatchObject({ state: 'held', pseudonymId: requested.pseudonymId, mails: 0 });
    expect(Date.parse(view.legalHoldUntil ?? '')).toBeGreaterThan(Date.now() + 4 * 365 * 86_400_000);
  }, 60_000);

  it('is the same when it is asked for again', async () => {
    expect(await forget()).toMatchObject({ pseudonymId: requested.pseudonymId, requestedAt: requested.requestedAt });
  }, 60_000);

  it('is answered for by the command line, place by place', async () => {
    const { bootstrapSecret } = await secretsOf<{ bootstrapSecret: string }>();
    const { email, password } = seedCredentials('operator-1', bootstrapSecret);
    const env = environmentWith({
      GUILDHALL_URL: journeyConfig().edgeUrl,
      GUILDHALL_OPERATOR_EMAIL: email,
      GUILDHALL_OPERATOR_PASSWORD: password,
    });
    const args = ['forget', freelancer.accountId, '--reason', 'asked for it by letter', '--output', 'json'];
    const { code, out } = await new Promise<{ code: number; out: string }>((resolve) => {
      execFile(process.execPath, [PROGRAM, ...args], { env }, (error, stdout) =>
        resolve({ code: error ? Number(error.code ?? -1) : 0, out: stdout }),
      );
    });
    const { missing, sinks, pseudonymId } = JSON.parse(out) as {
      missing: string[];
      sinks: { sink: string; state: string }[];
      pseudonymId: string;
    };
    expect({ code, missing, pseudonymId }).toEqual({ code: 0, missing: [], pseudonymId: requested.pseudonymId });
    const held = sinks.filter(({ state }) => state === 'held by law').map(({ sink }) => sink);
    expect(held).toContain('key kyc');
    expect(sinks.map(({ sink }) => sink)).toEqual(
      expect.arrayContaining(['key contact', 'outbox', ...SERVICES.map((service) => `${service}: caches`)]),
    );
  }, 120_000);

  it('is in no event, no topic, no mail and no log, not even in what the law keeps', async () => {
    const everything = [...Object.values(words), LEGAL_NAME];
    const log = openLog();
    try {
      const found: string[] = [];
      for await (const { stream, type, data } of log.readAll({ prefixes: SERVICES.map((service) => `${service}.`) })) {
        const text = JSON.stringify(data);
        for (const word of everything) if (text.includes(word)) found.push(`${word}: ${type} in ${stream}`);
      }
      expect(found).toEqual([]);
    } finally {
      await log.close();
    }
    const { dataDir, outboxDir } = journeyConfig();
    const folders = [...['event-store', 'kafka', 'mongo', 'run'].map((name) => join(dataDir, name)), outboxDir];
    const found: string[] = [];
    for (const folder of folders) {
      for (const file of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const bytes = await readFile(join(file.parentPath, file.name));
        for (const word of everything) if (bytes.includes(word)) found.push(`${word} in ${file.name}`);
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});

import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@guildhall/kernel';
import { runCli } from './program.js';
import { FakePlatform } from './testing/fake-platform.js';

const nothing = {
  standing: { version: '1', commit: 'abc', roles: ['api'], sandboxMode: true, readModels: [] },
  parked: { parked: [] },
  processes: { escalated: [], struggling: [] },
  timers: { timers: [] },
};
const quiet = Object.fromEntries(
  SERVICES.flatMap((service) =>
    Object.entries(nothing).map(([route, body]) => [`GET /${service}/operations/${route}`, { body: { service, ...body } }]),
  ),
);
const waiting = {
  messageId: 'm1',
  process: 'release',
  key: 'k/1',
  reason: { code: 'FAULT', message: 'Error: a story' },
  parkedAt: '2026-03-02T09:00:00.000Z',
  what: 'payments.escrow-1@4',
};
const parked = {
  ...quiet,
  'GET /payments/operations/parked': { body: { parked: [waiting] } },
  'GET /payments/operations/parked?process=release': { body: { parked: [waiting] } },
  'POST /payments/operations/parked/retries': { body: { drained: 0, left: 1 } },
  'POST /payments/operations/parked/discards': { body: { discarded: 'm1' } },
};
const RETRY = ['parked', 'retry', 'payments', 'release', 'k/1', '--reason', 'seen to'];

describe('The command line', () => {
  it('signs in once, ends the session, and answers 0 where all is well', async () => {
    const platform = new FakePlatform(quiet);
    const { exit, out, err } = await platform.run('status', '--output', 'json');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({ services: SERVICES.map((service) => ({ service, state: 'well' })) });
    const sessions = platform.got.filter(({ method }) => method === 'POST').map(({ path }) => path);
    expect(sessions).toEqual(['/identity/sessions', '/identity/sessions/s1/end']);
  });

  it('answers 1 where something waits for people, and says where', async () => {
    const { exit, out } = await new FakePlatform(parked).run('status');
    expect(exit).toBe(1);
    expect(out.split('\n').find((line) => line.startsWith('payments'))).toMatch(/^payments {4}needs people/);
  });

  it('asks each service by its own name, where the address has a place for it', async () => {
    const hosts: string[] = [];
    const run = await runCli(['timers', '--url', 'http://guildhall-{service}'], {
      config: {
        url: undefined,
        email: 'op@guildhall.example',
        password: 'right',
        credentialsFile: undefined,
        eventStoreUrl: undefined,
      },
      fetch: (input) => {
        hosts.push(new URL(String(input)).host);
        return Promise.resolve(Response.json({ accessToken: 'first', sessionId: 's1', timers: [] }));
      },
      out: () => undefined,
      err: () => undefined,
    });
    expect(run).toBe(0);
    expect([...new Set(hosts)].sort()).toEqual(SERVICES.map((service) => `guildhall-${service}`).sort());
  });

  it('names a service that is away and goes on', async () => {
    const away = { status: 500, body: { code: 'COMMON.INTERNAL', detail: 'broken' } };
    const { exit, out } = await new FakePlatform({ ...quiet, 'GET /gigs/operations/standing': away }).run('status');
    expect(exit).toBe(1);
    expect(out).toMatch(/gigs +away[^]*gigs: GET \/gigs\/operations\/standing: 500 COMMON.INTERNAL broken/);
  });

  it.each([
    ['an unknown verb', ['dance']],
    ['an unknown option', ['status', '--fast']],
    ['an unknown service', ['lag', '--service', 'billing']],
    ['a change without reason', RETRY.slice(0, 5)],
    ['a reason that says nothing', [...RETRY.slice(0, 5), '--reason', 'x']],
    ['an unknown format', ['status', '--output', 'xml']],
    ['a URL that is none', ['status', '--url', 'platform']],
    ['a person without a UUID', ['forget', 'someone', '--reason', 'asked by mail']],
  ])('answers 2 and sends nothing for %s', async (_what, args) => {
    const platform = new FakePlatform(quiet);
    const { exit, out, err } = await platform.run(...args);
    expect({ exit, out, sent: platform.got.length }).toEqual({ exit: 2, out: '', sent: 0 });
    expect(err.length).toBeGreaterThan(10);
  });

  it('refuses wrong credentials without a word of the password', async () => {
    const { exit, out, err } = await new FakePlatform(quiet).runAs('wrong-secret', 'status');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('IDENTITY.CREDENTIALS_INVALID');
    expect(err).not.toContain('wrong-secret');
  });

  it('sends a change with its reason and one key, and answers 1 where messages are left', async () => {
    const platform = new FakePlatform(parked);
    const { exit, out } = await platform.run(...RETRY, '--wait', '0');
    expect({ exit, out }).toEqual({ exit: 1, out: '0 done, 1 left\n' });
    expect(platform.changes).toMatchObject([
      { body: { process: 'release', key: 'k/1', reason: 'seen to' }, key: expect.any(String) },
    ]);
  });

  it('waits for the process that has the handler, where the one that answers has not', async () => {
    let looks = 0;
    const takenElsewhere = () => ({ body: { parked: (looks += 1) < 3 ? [waiting] : [] } });
    const platform = new FakePlatform({ ...parked, 'GET /payments/operations/parked?process=release': takenElsewhere });
    const { exit, out } = await platform.run(...RETRY);
    expect({ exit, out }).toEqual({ exit: 0, out: '1 done, 0 left\n' });
  });

  it('changes nothing in a dry run, and refuses one about what is not there', async () => {
    const platform = new FakePlatform(parked);
    const { exit, out } = await platform.run(...RETRY, '--dry-run', '--output', 'json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ dryRun: true, request: 'POST /payments/operations/parked/retries' });
    const unknown = await platform.run('parked', 'discard', 'payments', 'release', 'm2', '--reason', 'seen to', '--dry-run');
    expect(unknown).toMatchObject({ exit: 1, err: 'No message m2 of release is parked in payments\n' });
    expect(platform.changes).toEqual([]);
  });

  it('gives the password again where a step-up is asked for, under the same key', async () => {
    const route = '/identity/operations/signing-keys/rotate';
    const platform = new FakePlatform({
      'GET /identity/openapi.json': { body: { paths: { [route]: { post: {} } } } },
      [`POST ${route}`]: ({ token }) =>
        token === 'Bearer stepped-up' ? { body: { kid: 'k2' } } : { status: 401, body: { code: 'IDENTITY.STEP_UP_REQUIRED' } },
    });
    expect(await platform.run('keys', 'rotate', '--reason', 'every quarter')).toMatchObject({ exit: 0 });
    expect(platform.changes.map(({ token }) => token)).toEqual(['Bearer first', 'Bearer stepped-up']);
    expect(new Set(platform.changes.map(({ key }) => key)).size).toBe(1);
  });

  it('says that a platform does not offer a verb yet', async () => {
    const platform = new FakePlatform({ 'GET /identity/openapi.json': { body: { info: { version: '0.9.0' }, paths: {} } } });
    const { exit, err } = await platform.run('keys', 'rotate', '--reason', 'every quarter');
    expect(exit).toBe(1);
    expect(err).toContain('Not offered by this platform version (identity 0.9.0)');
  });

  it('waits for a rebuild, tells progress apart from the output, and answers 1 where documents differ', async () => {
    const path = '/contracts/operations/projections';
    const line = { name: 'timeline', version: 1, live: null, beside: null };
    const built = { order: 'o1', generation: 2, events: 9, documents: 4, differing: 1, examples: ['x'], seconds: 1 };
    let looks = 0;
    const platform = new FakePlatform({
      'GET /contracts/openapi.json': { body: { paths: { [path]: { get: {} } } } },
      [`GET ${path}`]: () => {
        looks += 1;
        const done = looks > 2;
        const pending = done ? [] : [{ order: 'o1', type: 'RebuildOrdered' }];
        return { body: { projections: [{ ...line, built: done ? built : null, pending }] } };
      },
      [`POST ${path}/timeline/rebuild`]: { status: 202, body: { order: 'o1', state: 'pending' } },
    });
    const { exit, out, err } = await platform.run('projections', 'rebuild', 'contracts', 'timeline', '--reason', 'a doubt');
    expect({ exit, err }).toEqual({ exit: 1, err: 'ordered (o1); the projector builds …\nbeing built\n' });
    expect(out).toContain('1 of 4 documents differ');
  });
});

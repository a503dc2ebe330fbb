import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './optional-tool.js';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

type Answer = Readonly<{ status: number; body: object }>;
type Answers = Readonly<Record<string, Answer | (() => Answer)>>;
const run = promisify(execFile);
const sound = (service: string): Answers => ({
  '/health/ready': { status: 200, body: { status: 'ok', waitingFor: {} } },
  '/info': { status: 200, body: { service, version: '0.1.0', sandboxMode: false } },
  [`/${service}/openapi.json`]: {
    status: 200,
    body: {
      paths: {
        [`/${service}/open`]: { get: { 'x-guildhall-allow': ['public'] } },
        [`/${service}/things/{id}`]: { get: { 'x-guildhall-allow': ['own party'] } },
        [`/${service}/mine`]: { get: { 'x-guildhall-allow': ['own party'] } },
      },
    },
  },
  [`/${service}/mine`]: { status: 401, body: { code: 'COMMON.UNAUTHENTICATED' } },
});

describe('The smoke Job', () => {
  const servers: Server[] = [];
  afterEach(() => Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))));

  const serve = async (answers: Answers): Promise<string> => {
    const server = createServer((request, response) => {
      const told = answers[`${request.method ?? ''} ${request.url ?? ''}`] ?? answers[request.url ?? ''];
      const { status, body } = (typeof told === 'function' ? told() : told) ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify(body));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const smoke = async (env: Readonly<Record<string, string>>): Promise<Readonly<{ code: number; stdout: string }>> => {
    try {
      const { stdout } = await run(process.execPath, [join(ROOT, 'deploy/chart/files/smoke.mjs')], {
        env: { EXPECTED_VERSION: '0.1.0', DEADLINE_SECONDS: '0', ...env },
      });
      return { code: 0, stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, stdout };
    }
  };

  it('passes when every api is itself, ready and closed', async () => {
    const [gigs, payments] = await Promise.all([serve(sound('gigs')), serve(sound('payments'))]);
    expect(await smoke({ GUILDHALL_GIGS_URL: gigs, GUILDHALL_PAYMENTS_URL: payments })).toEqual({
      code: 0,
      stdout: 'gigs: ok\npayments: ok\nnothing was appended: no account is given\n',
    });
  });

  it.each<[string, Answers, string]>([
    [
      'is not ready',
      { '/health/ready': { status: 503, body: { waitingFor: { 'event-store': 'does not answer' } } } },
      'not ready',
    ],
    ['is another one', { '/info': { status: 200, body: { service: 'payments' } } }, 'answers as payments'],
    [
      'is of another version',
      { '/info': { status: 200, body: { service: 'gigs', version: '0.0.9', sandboxMode: false } } },
      'is version 0.0.9',
    ],
    [
      'is in sandbox mode',
      { '/info': { status: 200, body: { service: 'gigs', version: '0.1.0', sandboxMode: true } } },
      'sandbox',
    ],
    ['lets anyone in', { '/gigs/mine': { status: 200, body: {} } }, 'answers 200 to /gigs/mine without a token'],
    ['describes nothing', { '/gigs/openapi.json': { status: 200, body: { paths: {} } } }, 'describes no operation'],
  ])('fails when an api %s', async (_, wrong, said) => {
    const { code, stdout } = await smoke({ GUILDHALL_GIGS_URL: await serve({ ...sound('gigs'), ...wrong }) });
    expect(code).toBe(1);
    expect(stdout).toContain(said);
  });

  it('fails when nobody listens, and when there is nobody to ask', async () => {
    const gone = await serve({});
    await new Promise((resolve) => servers.pop()?.close(resolve));
    expect(await smoke({ GUILDHALL_GIGS_URL: gone })).toMatchObject({ code: 1, stdout: expect.stringContaining('ECONNREFUSED') });
    expect(await smoke({})).toMatchObject({ code: 1 });
  });

  describe('with an account', () => {
    const account = { GUILDHALL_OPERATOR_EMAIL: 'smoke@guildhall.example', GUILDHALL_OPERATOR_PASSWORD: 'secret' };
    const refused = { status: 401, body: { code: 'COMMON.UNAUTHENTICATED' } };
    /** A platform of two services whose session goes the whole way; `wrong` replaces answers. */
    const platform = (wrong: Readonly<{ identity?: Answers; gigs?: Answers }> = {}) => {
      let state: 'none' | 'alive' | 'ended' = 'none';
      const mine = (): Answer => (state === 'alive' ? { status: 200, body: {} } : refused);
      const becomes = (next: 'alive' | 'ended', body: object) => () => {
        state = next;
        return { status: 201, body };
      };
      const identity = {
        ...sound('identity'),
        '/identity/mine': mine,
        'POST /identity/sessions': becomes('alive', { accessToken: 'token', sessionId: 's1' }),
        'GET /identity/sessions': () => (state === 'alive' ? { status: 200, body: { items: [{ sessionId: 's1' }] } } : refused),
        'POST /identity/sessions/s1/end': becomes('ended', {}),
      };
      return Promise.all([
        serve({ ...identity, ...wrong.identity }),
        serve({ ...sound('gigs'), '/gigs/mine': mine, ...wrong.gigs }),
      ]);
    };
    const follow = async ([identity, gigs]: readonly string[]) =>
      smoke({ ...account, GUILDHALL_IDENTITY_URL: identity ?? '', GUILDHALL_GIGS_URL: gigs ?? '', DEADLINE_SECONDS: '0' });

    it('begins a session, finds it, ends it and sees every service forget it', async () => {
      expect(await follow(await platform())).toEqual({
        code: 0,
        stdout: 'identity: ok\ngigs: ok\na session was begun, listed, ended and forgotten everywhere\n',
      });
    });

    it.each<[string, Readonly<{ identity?: Answers; gigs?: Answers }>, string]>([
      [
        'nobody may sign in',
        { identity: { 'POST /identity/sessions': { status: 401, body: { code: 'IDENTITY.CREDENTIALS_INVALID' } } } },
        'sign-in answers 401 IDENTITY.CREDENTIALS_INVALID',
      ],
      [
        'the read model does not follow',
        { identity: { 'GET /identity/sessions': { status: 200, body: { items: [] } } } },
        'the session begun is not in the list of sessions',
      ],
    ])('fails where %s', async (_, wrong, said) => {
      const { code, stdout } = await follow(await platform(wrong));
      expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining(said) });
    });

    it('fails where a service does not hear of the end', async () => {
      let asked = 0;
      // Closed to the look without a token, and open ever after.
      const deaf = () => ((asked += 1) === 1 ? refused : { status: 200, body: {} });
      const { code, stdout } = await follow(await platform({ gigs: { '/gigs/mine': deaf } }));
      expect(code).toBe(1);
      expect(stdout).toContain('gigs answers 200 to the token of an ended session: it did not hear of the end');
    });
  });
});

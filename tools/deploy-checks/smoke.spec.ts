import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './optional-tool.js';

/** Programs are started on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

type Answers = Readonly<Record<string, Readonly<{ status: number; body: object }>>>;
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
      const { status, body } = answers[request.url ?? ''] ?? { status: 404, body: {} };
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
      stdout: 'gigs: ok\npayments: ok\n',
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
});

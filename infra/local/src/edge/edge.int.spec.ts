import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { portsAt, type Ports } from '../platform/ports.js';
import type { ServiceName } from '../platform/services.js';
import { freePort } from '../supervision/conditions.js';
import { createEdge } from './edge.js';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const PROVIDER_KEY = 'the-provider-key';

describe('the edge', () => {
  let servers: Server[];
  let app: FastifyInstance | undefined;
  let ports: Ports;

  beforeEach(() => {
    servers = [];
    ports = portsAt(0);
  });

  afterEach(async () => {
    await app?.close();
    for (const server of servers) server.closeAllConnections();
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  const listen = (handler: Handler): Promise<number> =>
    new Promise((resolve) => {
      const server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          handler(request, response, body);
        });
      });
      servers.push(server);
      server.listen(0, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });

  const open = async (services: Partial<Record<ServiceName, Handler>>, paymentSandbox?: Handler): Promise<FastifyInstance> => {
    const started = await Promise.all(
      Object.entries(services).map(async ([name, handler]) => [name, await listen(handler)] as const),
    );
    const dead = await freePort();
    const all = Object.fromEntries(Object.keys(ports.services).map((name) => [name, dead]));
    ports = {
      ...ports,
      services: { ...all, ...Object.fromEntries(started) } as Ports['services'],
      paymentSandbox: paymentSandbox === undefined ? dead : await listen(paymentSandbox),
    };
    app = await createEdge({
      ports,
      services: Object.keys(services) as ServiceName[],
      states: () => [],
      sandboxMode: 'on',
      paymentProviderKey: PROVIDER_KEY,
      folders: { data: 'd', logs: 'l', outbox: 'o' },
      clockDeadlineMs: 300,
    });
    return app;
  };

  const info =
    (offset: () => number): Handler =>
    (request, response) => {
      response.end(JSON.stringify(request.url === '/info' ? { version: '0.1.0', commit: 'abc', sandboxOffsetMs: offset() } : {}));
    };

  it('passes requests on unchanged, path, query, headers and body', async () => {
    const edge = await open({
      gigs: (request, response, body) => {
        response.writeHead(201, { 'content-type': 'application/json', 'guildhall-position': 'gigs:7' });
        const { url, method, headers } = request;
        response.end(JSON.stringify({ url, method, key: headers['idempotency-key'], body }));
      },
    });
    const answer = await edge.inject({
      method: 'POST',
      url: '/gigs/briefs?draft=a%20b',
      headers: { 'idempotency-key': 'k1', 'content-type': 'application/json' },
      payload: '{ "title" : "x" }',
    });
    expect(answer.statusCode).toBe(201);
    expect(answer.headers['guildhall-position']).toBe('gigs:7');
    expect(answer.json()).toEqual({ url: '/gigs/briefs?draft=a%20b', method: 'POST', key: 'k1', body: '{ "title" : "x" }' });
  });

  it('hands a refusal with Retry-After over without asking again', async () => {
    let asked = 0;
    const edge = await open({
      gigs: (_, response) => {
        asked += 1;
        response.writeHead(503, { 'retry-after': '1' }).end('{"code":"COMMON.UNAVAILABLE"}');
      },
    });
    expect((await edge.inject('/gigs/x')).statusCode).toBe(503);
    expect(asked).toBe(1);
  });

  it('says that a service is away', async () => {
    const answer = await (await open({})).inject('/contracts/x');
    expect(answer.statusCode).toBe(503);
    expect(answer.headers).toMatchObject({
      'retry-after': '2',
      'content-type': expect.stringContaining('application/problem+json'),
    });
    expect(answer.json()).toMatchObject({ code: 'COMMON.UNAVAILABLE', status: 503, service: 'contracts' });
  });

  it('tells a service that broke off from one that was never reached', async () => {
    const edge = await open({ payments: (request) => void request.socket.destroy() });
    const answer = await edge.inject({ method: 'POST', url: '/payments/x', payload: {} });
    expect(answer.statusCode).toBe(502);
    expect(answer.json()).toMatchObject({ code: 'COMMON.UNAVAILABLE', status: 502 });
    expect(answer.json()).toMatchObject({ detail: expect.stringContaining('same Idempotency-Key') });
  });

  it('shows state, merged documents, and what is missing', async () => {
    const edge = await open({
      gigs: (request, response) => {
        const document = { openapi: '3.1.0', info: { version: '1.2.3' }, paths: { '/gigs/x': { get: { responses: {} } } } };
        response.end(request.url === '/metrics' ? 'runner_lag_seconds{runner="my-gigs"} 4\n' : JSON.stringify(document));
      },
    });
    expect((await edge.inject('/docs/openapi.json')).json()).toMatchObject({ openapi: '3.1.0', paths: { '/gigs/x': {} } });
    expect((await edge.inject('/docs')).body).toContain('/gigs/x');
    const state = await edge.inject('/');
    expect(state.body).toContain('my-gigs');
    expect(state.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await edge.inject('/nothing')).json()).toMatchObject({ status: 404, code: 'COMMON.NOT_FOUND' });
  });

  describe('the sandbox clock', () => {
    const DAY_MS = 86_400_000;
    const move = (edge: FastifyInstance, payload: object | string) =>
      edge.inject({
        method: 'POST',
        url: '/sandbox/clock',
        headers: { authorization: 'Bearer operator', 'content-type': 'application/json' },
        payload,
      });

    it('answers when everybody has followed', async () => {
      let offset = 0;
      let provider = 0;
      const seen: string[] = [];
      const identity: Handler = (request, response, body) => {
        if (request.url === '/identity/sandbox/clock') {
          seen.push(`identity ${request.headers.authorization ?? ''} ${body}`);
          offset = DAY_MS;
        }
        info(() => offset)(request, response, body);
      };
      const edge = await open({ identity, gigs: info(() => offset) }, (request, response, body) => {
        if (request.url === '/clock') {
          seen.push(`provider ${request.headers.authorization ?? ''} ${body}`);
          provider = DAY_MS;
        }
        info(() => provider)(request, response, body);
      });
      const answer = await move(edge, { offsetMs: DAY_MS });
      expect(answer.statusCode).toBe(200);
      expect(answer.json()).toEqual({ offsetMs: DAY_MS, followers: ['identity', 'gigs', 'payment-sandbox'] });
      expect(seen).toEqual([
        `identity Bearer operator {"offsetMs":${String(DAY_MS)}}`,
        `provider Bearer ${PROVIDER_KEY} {"offsetMs":${String(DAY_MS)}}`,
      ]);
    });

    it('names those that have not followed', async () => {
      const edge = await open(
        { identity: info(() => DAY_MS), gigs: info(() => 0) },
        info(() => DAY_MS),
      );
      const answer = await move(edge, { offsetMs: DAY_MS });
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({ code: 'COMMON.UNAVAILABLE', missing: ['gigs'] });
    });

    it('passes on identity’s refusal and leaves the provider alone', async () => {
      let asked = 0;
      const edge = await open(
        {
          identity: (_, response) => {
            response.writeHead(403, { 'content-type': 'application/problem+json' }).end('{"code":"COMMON.FORBIDDEN"}');
          },
        },
        (_, response) => {
          asked += 1;
          response.end('{}');
        },
      );
      const answer = await move(edge, { offsetMs: DAY_MS });
      expect([answer.statusCode, answer.json(), asked]).toEqual([403, { code: 'COMMON.FORBIDDEN' }, 0]);
    });

    it.each([[{}], [{ offsetMs: -1 }], [{ offsetMs: '5' }], ['not json']])('refuses %j', async (payload) => {
      const answer = await move(await open({}), payload);
      expect(answer.statusCode).toBe(400);
      expect(answer.json()).toMatchObject({ code: 'COMMON.VALIDATION' });
    });

    it('says that identity is away', async () => {
      expect((await move(await open({}), { offsetMs: 1 })).json()).toMatchObject({ status: 503, missing: ['identity'] });
    });
  });
});

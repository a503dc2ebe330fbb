import { connect as connectSocket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PARK, persistentSubscriptionToStreamSettingsFromDefaults, START } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';
import { collect, freshName, noted, notes, startFixture, until } from './fixture.js';
import { PASSWORDS, type UserName } from './secure-fixture.js';

let fixture: Awaited<ReturnType<typeof startFixture>>;
beforeAll(async () => {
  fixture = await startFixture();
});
afterAll(() => fixture.stop());
const ask = (path: string, init?: RequestInit): Promise<Response> =>
  fetch(`http://127.0.0.1:${fixture.server.port}${path}`, { redirect: 'manual', ...init });
const answer = async (path: string): Promise<unknown> => (await ask(path)).json();

/** What a raw connection hears, to its end. */
async function raw(...pieces: readonly string[]): Promise<string> {
  const socket = connectSocket(fixture.server.port, '127.0.0.1').setNoDelay();
  for (const piece of pieces) await new Promise((resolve) => socket.write(piece, resolve));
  return text(socket);
}

describe('HTTP on the port of gRPC', () => {
  it('pings and lives', async () => {
    expect(await answer('/ping')).toEqual({ text: 'Ping request successfully handled' });
    expect([(await ask('/health/live')).status, (await ask('/health/live?liveCode=200')).status]).toEqual([204, 200]);
    expect((await ask('/health/live?liveCode=500')).status).toBe(400);
  });
  it('tells what it is', async () => {
    expect(await answer('/info')).toMatchObject({
      esVersion: '23.10.0',
      state: 'leader',
      features: { projections: false, atomPub: false },
      authentication: { type: 'insecure' },
    });
    const { port } = fixture.server;
    expect(await answer('/gossip')).toMatchObject({
      members: [{ state: 'Leader', isAlive: true, httpEndPointIp: '127.0.0.1', httpEndPointPort: port }],
      serverIp: '127.0.0.1',
      serverPort: port,
    });
  });
  it('knows addresses and methods', async () => {
    expect((await ask('/nothing')).status).toBe(404);
    expect((await ask('/streams/s')).status).toBe(404);
    const refused = await ask('/ping', { method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET']);
    expect((await ask('/%zz')).status).toBe(400);
    const head = await ask('/ping', { method: 'HEAD' });
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 0]).toEqual([200, '', true]);
  });
  it('keeps browsers from guessing, framing and storing', async () => {
    const { headers } = await ask('/info');
    expect([headers.get('x-content-type-options'), headers.get('x-frame-options'), headers.get('cache-control')]).toEqual([
      'nosniff',
      'DENY',
      'no-store',
    ]);
  });
  it('is recognised though its first bytes come one by one', async () => {
    const request = 'PROPFIND /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n';
    expect(await raw('P', 'R', 'O', request.slice(3))).toMatch(/^HTTP\/1\.1 405 /);
    expect(await raw('GET /ping HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
  });
  it('answers a client that has closed its side already', async () => {
    const socket = connectSocket(fixture.server.port, '127.0.0.1');
    socket.end('GET /stats HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
  });
  it('takes several requests over one connection', async () => {
    const one = 'GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n';
    const said = await raw(one, one, one.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
    expect(said.match(/HTTP\/1\.1 204 /g)).toHaveLength(3);
  });
});

describe('Statistics', () => {
  it('tell of process, machine and events', async () => {
    await fixture.client.appendToStream(freshName(), notes(3));
    const stats = (await answer('/stats')) as Record<string, Record<string, Record<string, number>>>;
    expect(stats['proc']).toMatchObject({ id: process.pid, mem: expect.any(Number), cpu: expect.any(Number) });
    expect(stats['sys']?.['loadavg']).toEqual({ '1m': expect.any(Number), '5m': expect.any(Number), '15m': expect.any(Number) });
    expect(stats['es']?.['events']?.['written']).toBeGreaterThanOrEqual(3);
    expect(await answer('/stats/proc')).toEqual({ proc: expect.objectContaining({ id: process.pid }) });
    expect((await ask('/stats/nothing')).status).toBe(404);
  });
  it('count as metrics what clients do, under the names of the original', async () => {
    const before = await metrics();
    const stream = freshName();
    await fixture.client.appendToStream(stream, notes(5));
    await collect(fixture.client.readStream(stream));
    const failed = fixture.client.appendToStream(stream, noted(1), { expectedRevision: 'no_stream' });
    await expect(failed).rejects.toThrow();
    const grown = (name: string, after: ReadonlyMap<string, number>): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    const after = await metrics();
    expect(grown('eventstore_io_events{activity="written"}', after)).toBe(5);
    expect(grown('eventstore_io_events{activity="read"}', after)).toBe(5);
    expect(grown('eventstore_io_bytes{activity="read"}', after)).toBe(grown('eventstore_io_bytes{activity="written"}', after));
    expect(grown('eventstore_grpc_method_duration_seconds_count{activity="stream-read",status="successful"}', after)).toBe(1);
    expect(
      after.get('eventstore_grpc_method_duration_seconds_bucket{activity="stream-read",status="successful",le="+Inf"}'),
    ).toBe(after.get('eventstore_grpc_method_duration_seconds_count{activity="stream-read",status="successful"}'));
    expect(after.get('eventstore_kestrel_connections')).toBeGreaterThanOrEqual(1);
    for (const name of ['eventstore_proc_mem_bytes{kind="working-set"}', 'eventstore_sys_mem_bytes{kind="total"}'])
      expect(after.get(name)).toBeGreaterThan(0);
  });
  it('count a call from its begin to its end, failures by their status', async () => {
    const before = await metrics();
    const subscription = fixture.client.subscribeToStream(freshName());
    await new Promise((resolve) => subscription.once('confirmation', resolve));
    expect(
      ((await metrics()).get('eventstore_current_incoming_grpc_calls') ?? 0) -
        (before.get('eventstore_current_incoming_grpc_calls') ?? 0),
    ).toBe(1);
    await subscription.unsubscribe();
    const gone = fixture.client.getProjectionStatus('none');
    await expect(gone).rejects.toThrow();
    const unimplemented = 'eventstore_incoming_grpc_calls{kind="unimplemented"}';
    let left = 1;
    for (const end = Date.now() + 10_000; left > 0 && Date.now() < end;)
      left =
        ((await metrics()).get('eventstore_current_incoming_grpc_calls') ?? 0) -
        (before.get('eventstore_current_incoming_grpc_calls') ?? 0);
    expect(left).toBe(0);
    expect(((await metrics()).get(unimplemented) ?? 0) - (before.get(unimplemented) ?? 0)).toBe(1);
  });
});

/** The samples of /metrics by name and labels; every line of it must be one, or a comment. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const response = await ask('/metrics');
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const lines = (await response.text()).trimEnd().split('\n');
  const samples = new Map<string, number>();
  for (const line of lines.filter((each) => !each.startsWith('# '))) {
    const match = /^([a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\]|\\.)*",?)+\})?) (-?[\d.e+-]+)$/.exec(line);
    expect([line, match !== null]).toEqual([line, true]);
    samples.set(match?.[1] ?? '', Number(match?.[2]));
  }
  return samples;
}

describe('Persistent subscriptions over HTTP', () => {
  it('are listed and told with settings, consumers and counts', async () => {
    const [stream, group] = [`${freshName()}/ü`, 'a group'];
    const settings = persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, maxRetryCount: 3, readBatchSize: 7 });
    await fixture.client.createPersistentSubscriptionToStream(stream, group, settings);
    await fixture.client.appendToStream(stream, notes(2));
    const consumer = fixture.client.subscribeToPersistentSubscriptionToStream(stream, group);
    let taken = 0;
    consumer.on('data', (resolved) => {
      if (taken === 0) void consumer.nack(PARK, 'not now', resolved);
      taken += 1;
    });
    await until('two messages came', () => taken === 2);
    const uri = `/subscriptions/${encodeURIComponent(stream)}`;
    type Info = { parkedMessageCount: number };
    let info = (await answer(`${uri}/${encodeURIComponent(group)}/info`)) as Info;
    for (const end = Date.now() + 10_000; info.parkedMessageCount === 0 && Date.now() < end;)
      info = (await answer(`${uri}/${encodeURIComponent(group)}/info`)) as Info;
    expect(info).toMatchObject({
      eventStreamId: stream,
      groupName: group,
      parkedMessageCount: 1,
      totalInFlightMessages: 1,
      config: { maxRetryCount: 3, readBatchSize: 7, namedConsumerStrategy: 'RoundRobin' },
      connections: [{ from: expect.stringContaining('127.0.0.1') }],
    });
    expect(await answer('/subscriptions')).toEqual([expect.objectContaining({ eventStreamId: stream, connectionCount: 1 })]);
    expect(await answer(uri)).toHaveLength(1);
    expect(await answer('/subscriptions/other')).toEqual([]);
    expect((await ask('/subscriptions/other/group/info')).status).toBe(404);
    expect(
      (await metrics()).get(`eventstore_persistent_sub_parked_messages{event_stream_id="${stream}",group_name="${group}"}`),
    ).toBe(1);
    const page = await (await ask('/web/subscriptions')).text();
    expect(page).toContain('a group');
    await consumer.unsubscribe();
  });
});

describe('The pages', () => {
  it('show streams, events newest first, and one event', async () => {
    const stream = `${freshName()} <i>&"'`;
    const path = `/web/streams/${encodeURIComponent(stream)}`;
    await fixture.client.appendToStream(stream, notes(45));
    expect(await (await ask('/web')).text()).toContain(`${encodeURIComponent(stream).replace("'", '&#39;')}`);
    const newest = await (await ask(path)).text();
    expect([...newest.matchAll(/\/(\d+)">\1<\/a>/g)].map(([, revision]) => Number(revision))).toEqual(
      Array.from({ length: 20 }, (_, index) => 44 - index),
    );
    expect(newest).toContain('?from=24');
    expect(await (await ask(`${path}?from=4`)).text()).not.toContain('Older events');
    const one = await (await ask(`${path}/7`)).text();
    expect(one).toContain('&quot;n&quot;: 7');
    expect(one).toContain('&lt;i&gt;&amp;&quot;&#39;');
    expect(one).not.toContain('<i>');
  });
  it('run nothing of what an event holds', async () => {
    const stream = freshName();
    const attack = { ...noted(1), data: { n: '<script>alert(1)</script>' } } as never;
    await fixture.client.appendToStream(stream, attack);
    const response = await ask(`/web/streams/${stream}/0`);
    expect(await response.text()).not.toContain('<script');
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    );
  });
  it('lead from the front page and its form to a stream', async () => {
    expect((await ask('/')).headers.get('location')).toBe('/web');
    expect((await ask('/web/open?stream=a%2Fb')).headers.get('location')).toBe('/web/streams/a%2Fb');
    expect((await ask('/web/style.css')).headers.get('content-type')).toBe('text/css; charset=utf-8');
  });
  it('answer what is not there', async () => {
    const deleted = freshName();
    await fixture.client.appendToStream(deleted, noted(1));
    await fixture.client.tombstoneStream(deleted);
    const statuses = await Promise.all(
      ['/web/streams/none', '/web/streams/none/0', `/web/streams/${deleted}`, '/web/streams/none/x'].map(
        async (path) => (await ask(path)).status,
      ),
    );
    expect(statuses).toEqual([404, 404, 410, 400]);
  });
  it('can be left out', async () => {
    const server = await EventStoreServer.start({ memory: true, disableAdminUi: true });
    expect((await fetch(`http://127.0.0.1:${server.port}/web`)).status).toBe(404);
    await server.close();
  });
});

describe('HTTP of a guarded server', () => {
  let server: EventStoreServer;
  beforeAll(async () => {
    server = await EventStoreServer.start({
      memory: true,
      enableAtomPubOverHttp: true,
      defaultAdminPassword: PASSWORDS.admin,
      defaultOpsPassword: PASSWORDS.ops,
    });
  });
  afterAll(() => server.close());
  const statusOf = async (path: string, user?: UserName, password?: string): Promise<number> => {
    const login = user && `Basic ${Buffer.from(`${user}:${password ?? PASSWORDS[user]}`).toString('base64')}`;
    return (
      await fetch(`http://127.0.0.1:${server.port}${path}`, login === undefined ? {} : { headers: { authorization: login } })
    ).status;
  };

  it.each(['/ping', '/info', '/gossip'])('answers %s to everybody', async (path) => {
    expect(await statusOf(path)).toBe(200);
  });
  it.each(['/stats', '/metrics', '/subscriptions', '/web', '/web/subscriptions'])('answers %s to users', async (path) => {
    expect([await statusOf(path), await statusOf(path, 'ops'), await statusOf(path, 'ops', 'wrong')]).toEqual([401, 200, 401]);
  });
  it.each([
    '/streams/$secret',
    '/streams/$secret/0',
    '/streams/$secret/metadata',
    '/web/streams/$secret',
    '/web/streams/$secret/0',
  ])('answers %s by the list of the stream', async (path) => {
    expect([await statusOf(path), await statusOf(path, 'ops')]).toEqual([401, 403]);
    expect([200, 404]).toContain(await statusOf(path, 'admin'));
  });
  it('shows recent streams to readers of $all only', async () => {
    const page = async (user: UserName): Promise<string> => {
      const authorization = `Basic ${Buffer.from(`${user}:${PASSWORDS[user]}`).toString('base64')}`;
      return (await fetch(`http://127.0.0.1:${server.port}/web`, { headers: { authorization } })).text();
    };
    expect(await page('ops')).toContain('need the right to read $all');
    expect(await page('admin')).not.toContain('need the right to read $all');
  });
  it('asks for credentials in the way of browsers', async () => {
    const { headers } = await fetch(`http://127.0.0.1:${server.port}/web`);
    expect(headers.get('www-authenticate')).toBe('Basic realm="event store", charset="UTF-8"');
  });
});

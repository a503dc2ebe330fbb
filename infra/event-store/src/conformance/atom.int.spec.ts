import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';
import { collect, connect, freshName, noted, notes } from './fixture.js';

const EVENTS = 'application/vnd.eventstore.events+json';
const ATOM = 'application/vnd.eventstore.atom+json';

let server: EventStoreServer;
let client: EventStoreDBClient;
let base: string;
beforeAll(async () => {
  server = await EventStoreServer.start({ memory: true, enableAtomPubOverHttp: true, maxAppendSize: 10_000 });
  client = connect(server.port);
  base = `http://127.0.0.1:${server.port}`;
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

type Headers = Readonly<Record<string, string>>;
const post = (path: string, body: unknown, headers: Headers = {}): Promise<Response> =>
  fetch(`${base}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': EVENTS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const get = (path: string, headers: Headers = {}): Promise<Response> => fetch(`${base}${path}`, { headers });
const event = (n: number, eventId: string = randomUUID()) => ({ eventId, eventType: 'Noted', data: { n } });

type Feed = {
  title: string;
  headOfStream: boolean;
  entries: Readonly<Record<string, unknown>>[];
  links: { uri: string; relation: string }[];
};
const feed = async (path: string): Promise<Feed> => (await (await get(path, { accept: ATOM })).json()) as Feed;
const titles = ({ entries }: Feed): unknown[] => entries.map(({ title }) => title);
const link = ({ links }: Feed, relation: string): string | undefined =>
  links.find((each) => each.relation === relation)?.uri.slice(base.length);

describe('Appending over HTTP', () => {
  it('takes a list of events and says where the first is', async () => {
    const stream = freshName();
    await client.appendToStream(stream, notes(2));
    const response = await post(`/streams/${stream}`, [event(2), { ...event(3), metadata: { by: 'us' } }]);
    expect([response.status, response.headers.get('location')]).toEqual([201, `${base}/streams/${stream}/2`]);
    const stored = await collect(client.readStream(stream));
    expect(stored.map((each) => each.event?.data)).toEqual([{ n: 0 }, { n: 1 }, { n: 2 }, { n: 3 }]);
    expect(stored[3]?.event).toMatchObject({ metadata: { by: 'us' }, isJson: true });
  });
  it('takes one event with its id and type in headers', async () => {
    const stream = freshName();
    const headers = { 'content-type': 'application/json', 'es-eventtype': 'Noted', 'es-eventid': randomUUID() };
    expect((await post(`/streams/${stream}`, '{"n": 1.10}', headers)).status).toBe(201);
    expect((await post(`/streams/${stream}`, '{"n": 1.10}', headers)).headers.get('location')).toBe(
      `${base}/streams/${stream}/0`,
    );
    const raw = await get(`/streams/${stream}/0`, { accept: 'application/json' });
    expect(await raw.text()).toBe('{"n": 1.10}');
  });
  it('sends an event without an id to an address that makes repeats safe', async () => {
    const stream = freshName();
    const headers = { 'content-type': 'application/octet-stream', 'es-eventtype': 'Blob' };
    const sentBack = await post(`/streams/${stream}`, 'bytes', headers);
    expect(sentBack.status).toBe(307);
    const there = sentBack.headers.get('location')?.slice(base.length) ?? '';
    for (let time = 0; time < 2; time += 1) expect((await post(there, 'bytes', headers)).status).toBe(201);
    expect(await collect(client.readStream(stream))).toHaveLength(1);
  });
  it.each([
    ['-1', 201],
    ['-2', 201],
    ['-4', 400],
    ['0', 400],
  ])('of version %s to a new stream is answered %i', async (version, status) => {
    expect((await post(`/streams/${freshName()}`, [event(1)], { 'es-expectedversion': version })).status).toBe(status);
  });
  it('tells the current version where another was expected', async () => {
    const stream = freshName();
    await client.appendToStream(stream, notes(3));
    const refused = await post(`/streams/${stream}`, [event(9)], { 'es-expectedversion': '1' });
    expect([refused.status, refused.headers.get('es-currentversion'), await refused.text()]).toEqual([
      400,
      '2',
      'Wrong expected EventNumber',
    ]);
  });
  it.each<[string, unknown, Headers, number]>([
    ['is no JSON', '[', {}, 400],
    ['is no list', event(1), {}, 400],
    ['is empty', [], {}, 400],
    ['has an event without id', [{ eventType: 'Noted' }], {}, 400],
    ['has an id that is none', [event(1, 'seven')], {}, 400],
    ['has an event without type', [{ eventId: randomUUID() }], {}, 400],
    ['is of another form', '<events/>', { 'content-type': 'application/vnd.eventstore.events+xml' }, 415],
    ['has no type', '{}', { 'content-type': 'application/json' }, 400],
    [
      'is called JSON and is none',
      'x',
      { 'content-type': 'application/json', 'es-eventtype': 'T', 'es-eventid': randomUUID() },
      400,
    ],
    ['is too large', [{ ...event(1), data: { text: 'x'.repeat(10_000) } }], {}, 413],
    ['expects a version that is none', [event(1)], { 'es-expectedversion': 'seven' }, 400],
  ])('is refused where the body %s', async (_what, body, headers, status) => {
    const stream = freshName();
    expect((await post(`/streams/${stream}`, body, headers)).status).toBe(status);
    await expect(collect(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
  });
  it('to a deleted stream is answered 410', async () => {
    const stream = freshName();
    await client.appendToStream(stream, noted(1));
    await client.tombstoneStream(stream);
    expect((await post(`/streams/${stream}`, [event(1)])).status).toBe(410);
    expect((await get(`/streams/${stream}`)).status).toBe(410);
  });
});

describe('Reading over HTTP', () => {
  let stream: string;
  beforeAll(async () => {
    stream = freshName();
    await client.appendToStream(stream, notes(50));
  });

  it('gives the newest events of a stream, newest first', async () => {
    const head = await feed(`/streams/${stream}`);
    expect(head).toMatchObject({ title: `Event stream '${stream}'`, streamId: stream, headOfStream: true, eTag: '49;atom' });
    expect(titles(head)).toEqual(Array.from({ length: 20 }, (_, index) => `${49 - index}@${stream}`));
    expect(head.entries[0]).toMatchObject({ summary: 'Noted', id: `${base}/streams/${stream}/49` });
    expect(titles(await feed(`/streams/${stream}/head/backward/3`))).toHaveLength(3);
  });
  it('leads from the head to the first event by `next`, and back by `previous`', async () => {
    const seen: unknown[] = [];
    let page = await feed(`/streams/${stream}/head/backward/20`);
    for (;;) {
      seen.push(...titles(page));
      const older = link(page, 'next');
      if (older === undefined) break;
      page = await feed(older);
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => `${49 - index}@${stream}`));
    const back: unknown[] = [];
    page = await feed(link(await feed(`/streams/${stream}`), 'last') ?? '');
    for (; page.entries.length > 0; page = await feed(link(page, 'previous') ?? '')) back.push(...titles(page).reverse());
    expect(back).toEqual([...seen].reverse());
    expect(link(page, 'previous')).toBeUndefined();
  });
  it('embeds data where asked', async () => {
    const [entry] = (await feed(`/streams/${stream}/3/forward/1?embed=body`)).entries;
    expect(entry).toMatchObject({ eventType: 'Noted', eventNumber: 3, streamId: stream, isJson: true, data: '{"n":3}' });
    expect((await feed(`/streams/${stream}/3/forward/1`)).entries[0]).not.toHaveProperty('data');
  });
  it('answers a poll of an unchanged head with 304', async () => {
    const etag = (await get(`/streams/${stream}`)).headers.get('etag') ?? '';
    expect((await get(`/streams/${stream}`, { 'if-none-match': etag })).status).toBe(304);
    await client.appendToStream(stream, noted(50));
    expect((await get(`/streams/${stream}`, { 'if-none-match': etag })).status).toBe(200);
  });
  it('gives one event as an entry, or its data alone', async () => {
    const entry = (await (await get(`/streams/${stream}/7`, { accept: ATOM })).json()) as object;
    expect(entry).toMatchObject({ title: `7@${stream}`, content: { eventNumber: 7, eventType: 'Noted', data: { n: 7 } } });
    expect(await (await get(`/streams/${stream}/7`, { accept: 'application/json' })).json()).toEqual({ n: 7 });
    expect((await get(`/streams/${stream}/7`, { accept: 'text/xml' })).status).toBe(406);
    expect((await get(`/streams/${stream}/700`)).status).toBe(404);
    expect((await get(`/streams/${stream}/seven`)).status).toBe(400);
  });
  it('follows links unless told not to', async () => {
    const links = freshName();
    const linked = { ...event(0), eventType: '$>', data: `5@${stream}` };
    expect((await post(`/streams/${links}`, [linked])).status).toBe(201);
    expect(titles(await feed(`/streams/${links}`))).toEqual([`5@${stream}`]);
    const unresolved = (await (await get(`/streams/${links}`, { accept: ATOM, 'es-resolvelinktos': 'false' })).json()) as Feed;
    expect(titles(unresolved)).toEqual([`0@${links}`]);
  });
  it('keeps to what metadata leave visible', async () => {
    const short = freshName();
    await client.appendToStream(short, notes(10));
    const set = await post(`/streams/${short}/metadata`, [{ ...event(0), eventType: '$metadata', data: { $maxCount: 2 } }]);
    expect(set.status).toBe(201);
    expect(await (await get(`/streams/${short}/metadata`)).json()).toEqual({ $maxCount: 2 });
    const head = await feed(`/streams/${short}`);
    expect([titles(head), link(head, 'next')]).toEqual([[`9@${short}`, `8@${short}`], undefined]);
    expect((await get(`/streams/${short}/7`)).status).toBe(404);
  });
  it.each(['/streams/none', '/streams/none/0', '/streams/$all', '/streams/none/0/sideways/3'])(
    'answers 404 to %s',
    async (path) => {
      expect((await get(path)).status).toBe(404);
    },
  );
  it.each([0, 4_097])('refuses a page of %i events', async (count) => {
    expect((await get(`/streams/${stream}/0/forward/${count}`)).status).toBe(400);
  });
});

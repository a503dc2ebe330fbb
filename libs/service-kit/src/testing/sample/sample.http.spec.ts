import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { createTestService, type TestService } from '../test-service.js';
import type { TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

const client: TestPerson = { accountId: newId(), roles: ['client'] };
const other: TestPerson = { accountId: newId(), roles: ['client'] };
const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const body = (answer: { body: unknown }) => answer.body as Record<string, unknown>;

const sample = sampleService('contracts');

describe('A service over HTTP', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await createTestService(sample.definition, sample.module);
  });
  afterAll(() => service.close());
  const write = (key: string, text = 'hello') => service.post('/contracts/notes', { as: client, key, body: { text } });

  it('answers a command with position, revision and derived id, in headers too', async () => {
    const answer = await write('one');
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      noteId: expect.any(String),
      position: expect.stringMatching(/^contracts:\d+$/),
      revision: '0',
    });
    expect(answer.headers).toMatchObject({ 'guildhall-position': body(answer)['position'], etag: '"0"' });
    expect(answer.headers['guildhall-correlation-id']).toBeDefined();
    const [event] = await service.events(`contracts.note-${String(body(answer)['noteId'])}`);
    expect(event).toMatchObject({
      type: 'NoteWritten',
      metadata: {
        actor: { kind: 'account', id: client.accountId, onBehalfOf: client.accountId },
        region: 'eu',
        occurredAt: '2026-03-02T09:00:00.000Z',
      },
    });
  });

  it('gives the first answer to a repeat, and 422 to the same key with another request', async () => {
    const first = await write('two');
    const again = await write('two');
    expect([again.status, again.body, again.headers['idempotent-replayed']]).toEqual([first.status, first.body, 'true']);
    const changed = await write('two', 'something else');
    expect([changed.status, body(changed)['code']]).toEqual([422, 'COMMON.IDEMPOTENCY_KEY_REUSED']);
  });

  it('leaves secret fields out of the comparison of requests', async () => {
    const send = (secret: string) => service.post('/contracts/notes', { as: client, key: 'secret', body: { text: 'x', secret } });
    await send('a');
    expect((await send('b')).headers['idempotent-replayed']).toBe('true');
  });

  it('gives two people with one key two effects', async () => {
    const mine = await write('shared');
    const theirs = await service.post('/contracts/notes', { as: other, key: 'shared', body: { text: 'hello' } });
    expect(body(theirs)['noteId']).not.toBe(body(mine)['noteId']);
  });

  it('lets a query wait for the position of a command', async () => {
    const written = await write('fresh', 'read me');
    const list = await service.get('/contracts/notes?limit=100', {
      as: client,
      headers: { 'guildhall-at-least': String(body(written)['position']) },
    });
    expect(list.status).toBe(200);
    expect(list.body).toContainEqual(expect.objectContaining({ text: 'read me' }));
  });

  it('refuses a position of another service', async () => {
    const answer = await service.get('/contracts/notes', { as: client, headers: { 'guildhall-at-least': 'payments:7' } });
    expect([answer.status, body(answer)['code']]).toEqual([400, 'COMMON.VALIDATION']);
  });

  it('denies by default: no token, bad token, wrong role, foreign party, stranger', async () => {
    const path = `/contracts/notes/${String(body(await write('mine'))['noteId'])}/amendments`;
    const amend = { body: { text: 'y' } };
    const codes = await Promise.all([
      service.post('/contracts/notes', { body: { text: 'y' } }),
      service.post('/contracts/notes', { headers: { authorization: 'Bearer a.b.c' }, body: { text: 'y' } }),
      service.post('/contracts/notes', { as: operator, body: { text: 'y' } }),
      service.post(path, { as: client, party: newId(), ...amend }),
      service.post(path, { as: other, ...amend }),
    ]);
    expect(codes.map((answer) => body(answer)['code'])).toEqual([
      'COMMON.UNAUTHENTICATED',
      'COMMON.UNAUTHENTICATED',
      'COMMON.FORBIDDEN',
      'COMMON.FORBIDDEN',
      'COMMON.NOT_FOUND',
    ]);
    expect(codes[0]?.headers['www-authenticate']).toBe('Bearer');
  });

  it('lets a seat act for its organisation', async () => {
    const organisationId = newId();
    const person: TestPerson = { accountId: newId(), roles: ['client'], seats: [{ organisationId, seatRole: 'hiring' }] };
    const answer = await service.post('/contracts/notes', { as: person, party: organisationId, body: { text: 'ours' } });
    const [event] = await service.events(`contracts.note-${String(body(answer)['noteId'])}`);
    expect(event?.metadata.actor).toEqual({ kind: 'account', id: person.accountId, onBehalfOf: organisationId });
  });

  it('tells every fault of a request with a pointer', async () => {
    const answer = await service.post('/contracts/notes', { as: client, body: { text: 7, extra: 1, label: { colour: 'blue' } } });
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const pointers = (body(answer)['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
    expect([...new Set(pointers)].sort()).toEqual(['/extra', '/label/colour', '/text']);
  });

  it('wants an Idempotency-Key where a thing is created', async () => {
    const answer = await service.post('/contracts/notes', { as: client, key: null, body: { text: 'x' } });
    expect([answer.status, body(answer)['code']]).toEqual([400, 'COMMON.IDEMPOTENCY_KEY_MISSING']);
  });

  it('honours If-Match', async () => {
    const noteId = String(body(await write('if-match'))['noteId']);
    const amend = (revision: string) =>
      service.post(`/contracts/notes/${noteId}/amendments`, {
        as: client,
        headers: { 'if-match': revision },
        body: { text: 'new' },
      });
    expect((await amend('"0"')).status).toBe(201);
    const stale = await amend('"0"');
    expect([stale.status, body(stale)['code'], body(stale)['revision']]).toEqual([409, 'COMMON.REVISION_CONFLICT', '1']);
    expect((await amend('7')).status).toBe(400);
  });

  it('answers a refusal of the domain with its code', async () => {
    const noteId = String(body(await write('closed', 'closed'))['noteId']);
    const answer = await service.post(`/contracts/notes/${noteId}/amendments`, { as: client, body: { text: 'again' } });
    expect([answer.status, answer.body]).toEqual([409, expect.objectContaining({ code: 'CONTRACTS.NOTE_CLOSED', allowed: [] })]);
  });

  it('asks for a fresh password where step-up is needed', async () => {
    const old = Math.floor(service.clock.nowMs() / 1000) - 301;
    const answer = await service.post('/contracts/notes/burn', { as: { ...operator, authTime: old } });
    expect([answer.status, body(answer)['code']]).toEqual([401, 'CONTRACTS.STEP_UP_REQUIRED']);
    expect((await service.post('/contracts/notes/burn', { as: operator })).status).toBe(200);
  });

  it('tells strangers with one key apart by what they ask', async () => {
    const answer = await service.get('/contracts/notes/board', { headers: { authorization: 'Bearer a.b.c' } });
    expect(answer.body).toEqual({ actor: 'anonymous' });
  });

  it('has problem documents for everything around the routes', async () => {
    const large = { text: 'x'.repeat(101 * 1024) };
    const answers = {
      404: await service.get('/contracts/nowhere'),
      405: await service.request('DELETE', '/contracts/notes', { as: client }),
      413: await service.post('/contracts/notes', { as: client, body: large }),
      415: await service.post('/contracts/notes', { as: client, headers: { 'content-type': 'text/plain' }, body: 'text' }),
      400: await service.post('/contracts/notes', {
        as: client,
        headers: { 'content-type': 'application/json' },
        body: '{"text":',
      }),
      500: await service.get('/contracts/notes/broken'),
    };
    for (const [status, answer] of Object.entries(answers)) {
      expect([status, answer.status, body(answer)['status']]).toEqual([status, Number(status), Number(status)]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    expect(answers[405].headers['allow']).toBe('GET, HEAD, POST');
    expect(JSON.stringify(answers[500])).not.toContain('hunter2');
  });

  it('refuses prototype pollution', async () => {
    const raw = '{"text":"x","__proto__":{"admin":true}}';
    const answer = await service.post('/contracts/notes', {
      as: client,
      headers: { 'content-type': 'application/json' },
      body: raw,
    });
    expect(answer.status).toBe(400);
  });

  it('counts money and asks to wait', async () => {
    const strict = await createTestService(sample.definition, sample.module, { config: { rateLimits: 'standard' } });
    const send = (key: string) => strict.post('/contracts/notes', { as: client, key, body: { text: 'x' } });
    for (let n = 0; n < 30; n += 1) expect((await send(`k-${n}`)).status).toBe(201);
    const over = await send('one-too-many');
    expect([over.status, body(over)['code'], Number(over.headers['retry-after']) > 0]).toEqual([
      429,
      'COMMON.RATE_LIMITED',
      true,
    ]);
    expect((await send('k-7')).headers['idempotent-replayed']).toBe('true');
    await strict.close();
  });

  it('names every code that it answered in its OpenAPI document', () => {
    expect(service.undeclaredErrors()).toEqual([]);
  });

  it('says how it is outside its prefix', async () => {
    expect((await service.get('/health/live')).status).toBe(200);
    expect((await service.get('/health/ready')).body).toEqual({ status: 'ok', waitingFor: {} });
    expect((await service.get('/info')).body).toMatchObject({ service: 'contracts', sandboxMode: true, sandboxOffsetMs: 0 });
    expect(String((await service.get('/metrics')).body)).toContain('http_server_request_duration_seconds');
  });
});

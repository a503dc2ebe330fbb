import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FACT } from '@guildhall/event-catalogue';
import { InMemoryEventStore, takeLease } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { createTestService, type TestService } from '../test-service.js';
import { testFact } from '../test-facts.js';
import { TestTokens, type TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

const sample = sampleService('contracts');
const client: TestPerson = { accountId: newId(), roles: ['client'] };
const operator: TestPerson = { accountId: newId(), roles: ['operator'] };
const body = (answer: { body: unknown }) => answer.body as Record<string, unknown>;

describe('A service with its processes', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await createTestService(sample.definition, sample.module);
  });
  afterEach(() => service.close());
  const write = async (): Promise<string> =>
    String(body(await service.post('/contracts/notes', { as: client, body: { text: 'hello' } }))['noteId']);

  it('carries an own event over a durable timer to a command and a read model', async () => {
    const noteId = await write();
    await service.settled();
    expect((await service.get('/contracts/operations/timers', { as: operator })).body).toMatchObject({
      timers: [{ process: 'echo', key: noteId }],
    });
    await service.advance(14 * 60_000);
    expect(await service.events(`contracts.note-${noteId}`)).toHaveLength(1);
    await service.advance(60_000);
    const types = (await service.events(`contracts.note-${noteId}`)).map(({ type }) => type);
    expect(types).toEqual(['NoteWritten', 'NoteEchoed']);
    const echoed = (await service.events(`contracts.note-${noteId}`))[1];
    expect(echoed?.metadata).toMatchObject({
      actor: { kind: 'timer', id: 'timer:echo' },
      occurredAt: '2026-03-02T09:15:00.000Z',
    });
    expect((await service.get('/contracts/notes', { as: client })).body).toMatchObject([{ echoes: 1 }]);
  });

  it('refuses tokens of a session as soon as it heard of its end', async () => {
    const sessionId = newId();
    const signedIn = { ...client, sessionId };
    expect((await service.get('/contracts/notes', { as: signedIn })).status).toBe(200);
    await service.hear(
      testFact(FACT.SessionRevoked, { sessionId, accountId: client.accountId, denyUntil: '2026-03-02T09:06:00.000Z' }),
    );
    await service.settled();
    expect((await service.get('/contracts/notes', { as: signedIn })).status).toBe(401);
    expect(await service.events(`contracts.session-${sessionId}`)).toMatchObject([{ type: 'SessionRevoked' }]);
  });

  it('verifies tokens under a key that it heard of', async () => {
    const tokens = new TestTokens(() => service.clock.nowMs());
    const get = async () =>
      service.get('/contracts/notes', { headers: { authorization: `Bearer ${await tokens.mint(client)}` } });
    expect((await get()).status).toBe(401);
    const { kid, ...jwk } = tokens.publicJwk;
    const data = {
      kid,
      jwk: { ...jwk, kid, alg: 'EdDSA', use: 'sig' },
      notBefore: '2026-03-02T08:00:00.000Z',
      notAfter: '2026-06-01T01:00:00.000Z',
    } as const;
    await service.hear(testFact(FACT.SigningKeyPublished, data));
    await service.settled();
    expect((await get()).status).toBe(200);
  });

  it('moves its business time when identity moves the sandbox clock, once and forward', async () => {
    await service.hear(testFact(FACT.SandboxClockMoved, { offsetMs: 3_600_000 }));
    await service.hear(testFact(FACT.SandboxClockMoved, { offsetMs: 1_000 }));
    await service.settled();
    expect((await service.get('/info')).body).toMatchObject({ sandboxOffsetMs: 3_600_000 });
    const [event] = await service.events(`contracts.note-${await write()}`);
    expect(event?.metadata.occurredAt).toBe('2026-03-02T10:00:00.000Z');
    expect((await service.events('contracts.clock-sandbox')).map(({ type }) => type)).toEqual(['SandboxClockMoved', 'FactNoted']);
  });

  it('notes a forgotten person, told again only at the end of a hold, and says so to operators', async () => {
    const subjectId = newId();
    const told = { subjectId, pseudonymId: newId(), requestedAt: '2026-03-02T09:00:00.000Z' };
    const held = testFact(FACT.SubjectForgotten, { ...told, legalHoldUntil: '2031-03-01T09:00:00.000Z' });
    const receipt = async () => (await service.get(`/contracts/operations/subjects/${subjectId}`, { as: operator })).body;
    expect(await receipt()).toEqual({ service: 'contracts', subjectId, heardAt: null, readModels: [] });
    await service.hear(held);
    await service.hear(testFact(FACT.SubjectForgotten, { ...told, legalHoldUntil: null }));
    await service.hear(held);
    await service.settled();
    const noted = (await service.events(`contracts.subject-${subjectId}`)).filter(({ type }) => type === 'SubjectForgotten');
    expect(noted.map(({ data }) => data)).toEqual([held.data, { ...told, legalHoldUntil: null }]);
    expect(await receipt()).toMatchObject({ heardAt: noted[0]?.recordedAt });
  });

  it('tells its facts on its topic', async () => {
    const sessionId = newId();
    const noteId = await write();
    await service.post(`/contracts/notes/${noteId}/ended-sessions`, { as: client, body: { sessionId } });
    await service.settled();
    expect(service.broker.readAll('guildhall.contracts.events')).toHaveLength(1);
  });
});

describe('The operators’ routes', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await createTestService(sample.definition, sample.module);
  });
  afterEach(() => service.close());

  it('show how far every runner is', async () => {
    const { runners } = (await service.get('/contracts/operations/lag', { as: operator })).body as {
      runners: { runner: string }[];
    };
    expect(runners.map(({ runner }) => runner)).toEqual(expect.arrayContaining(['projection:notes', 'processes', 'relay']));
  });

  it('show in a process of role api how those of the other roles stand, as their leases tell', async () => {
    const log = new InMemoryEventStore();
    const workers = await createTestService(sample.definition, sample.module, {
      log,
      config: { roles: ['relay', 'projector', 'processor'] },
    });
    const api = await createTestService(sample.definition, sample.module, { log, config: { roles: ['api'] } });
    try {
      const names = await eventually(
        'every lease was renewed once',
        async () => {
          const { body } = await api.get('/contracts/operations/lag', { as: operator });
          const { runners } = body as { runners: { runner: string; state: string }[] };
          return runners.length < 4 ? undefined : runners.map(({ runner, state }) => `${runner} ${state}`);
        },
        30_000,
      );
      expect(names.sort()).toEqual(['facts:guildhall.contracts live', 'processes live', 'projection:notes live', 'relay live']);
    } finally {
      await api.close();
      await workers.close();
    }
  }, 60_000);

  it('show in a process of role api what keeps failing in that of the processor, as its lease tells', async () => {
    const log = new InMemoryEventStore();
    const api = await createTestService(sample.definition, sample.module, { log, config: { roles: ['api'] } });
    try {
      const failing = {
        process: 'echo',
        key: 'k',
        since: Date.parse('2026-03-02T09:00:00.000Z'),
        attempts: 3,
        error: 'StoreUnavailable: x',
      };
      const lease = await takeLease(
        log,
        { service: 'contracts', runner: 'timers', holder: 'worker', after: 'start', struggling: () => [failing] },
        new AbortController().signal,
      );
      await lease.renew();
      expect((await api.get('/contracts/operations/processes', { as: operator })).body).toEqual({
        escalated: [],
        struggling: [{ ...failing, since: '2026-03-02T09:00:00.000Z', error: 'StoreUnavailable' }],
      });
    } finally {
      await api.close();
    }
  });

  it('are closed to everybody else', async () => {
    const paths = [
      'lag',
      'parked',
      'parked/x',
      'processes',
      'processes/echo/x',
      'timers',
      'standing',
      'topics',
      'facts',
      'subjects/x',
    ];
    const answers = await Promise.all(paths.map((path) => service.get(`/contracts/operations/${path}`, { as: client })));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 403));
  });

  it('list, retry and discard what was parked, each act an event with its reason', async () => {
    const malformed = { key: 'k', value: '{', headers: { ce_type: FACT.SessionRevoked, ce_id: 'broken' } };
    service.broker.append('guildhall.identity.events', [malformed]);
    await service.settled();
    const parked = (await service.get('/contracts/operations/parked', { as: operator })).body as {
      parked: { process: string; key: string; messageId: string }[];
    };
    expect(parked.parked).toMatchObject([{ process: 'session-revocations', reason: { code: 'MESSAGING.MALFORMED_RECORD' } }]);
    const [{ process, key, messageId }] = parked.parked as [{ process: string; key: string; messageId: string }];
    const act = (path: string, more: object) =>
      service.post(`/contracts/operations/parked/${path}`, { as: operator, body: { process, reason: 'looked at it', ...more } });
    expect((await service.get(`/contracts/operations/parked/${messageId}`, { as: operator })).body).toMatchObject({
      messageId,
      source: { kind: 'fact', source: '/guildhall/messaging/guildhall.identity.events' },
      queue: [messageId],
    });
    expect(await act('retries', { key })).toMatchObject({ status: 200, body: { drained: 0, left: 1 } });
    expect(await act('discards', { messageId })).toMatchObject({ status: 200, body: { discarded: messageId } });
    expect((await act('discards', { messageId })).status).toBe(404);
    const acts = (await service.events('contracts.parked-session-revocations')).slice(1);
    expect(acts.map(({ type, data }) => [type, (data as { by: object }).by])).toEqual([
      ['RetryAsked', { accountId: operator.accountId, reason: 'looked at it' }],
      ['MessageDiscarded', { accountId: operator.accountId, reason: 'looked at it' }],
    ]);
  });

  it('show the steps of one process and nothing that people wrote', async () => {
    const written = await service.post('/contracts/notes', { as: client, body: { text: 'a secret plan' } });
    const key = String((written.body as { noteId: string }).noteId);
    await service.settled();
    const shown = (await service.get(`/contracts/operations/processes/echo/${key}`, { as: operator })).body;
    expect(shown).toMatchObject({
      steps: [
        { type: 'InputTaken', what: 'event NoteWritten', by: null },
        { type: 'TimerStarted', what: expect.stringMatching(/ due 2026-/) },
      ],
    });
    expect(JSON.stringify(shown)).not.toContain('secret plan');
    expect((await service.get('/contracts/operations/processes/echo/unknown', { as: operator })).status).toBe(404);
  });

  it('say how read models, topics and told facts stand', async () => {
    await service.post('/contracts/notes', { as: client, body: { text: 'hello' } });
    await service.settled();
    expect((await service.get('/contracts/operations/standing', { as: operator })).body).toMatchObject({
      service: 'contracts',
      readModels: [{ name: 'notes', version: 1, stored: { version: 1, state: 'live' }, waitingSince: null }],
    });
    const { topics } = (await service.get('/contracts/operations/topics', { as: operator })).body as {
      topics: { name: string }[];
    };
    expect(topics.find(({ name }) => name === 'guildhall.identity.events')).toMatchObject({
      partitions: 12,
      config: { 'retention.ms': '-1' },
      groups: [{ group: 'guildhall.contracts', state: 'Stable', members: 1, lag: '0' }],
    });
    const { facts } = (await service.get('/contracts/operations/facts', { as: operator })).body as { facts: object[] };
    expect(facts.every((fact) => 'schema' in fact)).toBe(true);
  });

  it('want a reason', async () => {
    const answer = await service.post('/contracts/operations/processes/retries', {
      as: operator,
      body: { process: 'echo', key: 'x' },
    });
    expect(answer.status).toBe(400);
    const unknown = await service.post('/contracts/operations/processes/retries', {
      as: operator,
      body: { process: 'echo', key: 'x', reason: 'why not' },
    });
    expect(unknown.status).toBe(404);
  });
});

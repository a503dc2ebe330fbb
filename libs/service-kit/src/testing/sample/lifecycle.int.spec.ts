import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDbStore } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { eventually, freePort, testServers } from '@guildhall/testing';
import type { TestPerson } from '../test-tokens.js';
import { LateGate } from './late-gate.js';
import { SampleProcesses, type SampleProcess } from './sample-processes.js';
import { noteOf, notesInLog } from './written-notes.js';

const DEADLINE_MS = 10_000;
const WRITERS = 16;
const client: TestPerson = { accountId: newId(), roles: ['client'] };

describe('The life of a process on real servers', () => {
  const servers = testServers();
  const processes = new SampleProcesses(servers);
  const { service } = processes;
  let log: EventStoreDbStore;

  beforeAll(async () => {
    await processes.prepare();
    log = new EventStoreDbStore(servers.eventStoreUrl);
  }, 60_000);
  afterAll(async () => {
    await processes.end();
    await log.close();
  }, 60_000);

  it('ends under load on SIGTERM: what was acknowledged is in the log once, what was not has one effect when it is repeated', async () => {
    let running = await processes.start('api,relay,projector,processor');
    const acknowledged = new Map<string, string>();
    const open = new Set<string>();
    let isStopping = false;
    const writeUntilStopped = async (): Promise<void> => {
      while (!isStopping) {
        const key = newId();
        open.add(key);
        const answer = await running.call('POST', '/notes', client, { key, body: { text: key } }).catch(() => null);
        if (answer?.status !== 201) continue;
        open.delete(key);
        acknowledged.set(key, noteOf(answer));
      }
    };
    const writers = Array.from({ length: WRITERS }, writeUntilStopped);
    await eventually('the load runs', () => acknowledged.size > 200, 60_000);
    const before = performance.now();
    const exitCode = await running.signal('SIGTERM');
    const took = performance.now() - before;
    isStopping = true;
    await Promise.all(writers);
    expect(exitCode).toBe(0);
    expect(took).toBeLessThan(DEADLINE_MS);
    const steps = running.lines('shutdown step').map(({ step, outcome }) => [step, outcome]);
    expect(steps).toEqual(['routing', 'http and facts', 'runners', 'followers', 'clients'].map((step) => [step, 'done']));

    const atStop = await notesInLog(log, service);
    for (const noteId of acknowledged.values()) expect(atStop.get(noteId)).toBe(1);

    running = await processes.start('api,relay,projector,processor', { PORT: String(running.port) });
    for (const key of open) {
      const answer = await running.call('POST', '/notes', client, { key, body: { text: key } });
      expect(answer.status).toBe(201);
      acknowledged.set(key, noteOf(answer));
    }
    for (const key of [...acknowledged.keys()].slice(0, 20)) {
      const again = await running.call('POST', '/notes', client, { key, body: { text: key } });
      expect([again.status, noteOf(again), again.headers.get('idempotent-replayed')]).toEqual([
        201,
        acknowledged.get(key),
        'true',
      ]);
    }
    const all = await notesInLog(log, service);
    expect([...all.values()].every((count) => count === 1)).toBe(true);
    expect([...all.keys()].toSorted()).toEqual([...acknowledged.values()].toSorted());
    process.stdout.write(`SIGTERM under load: ${acknowledged.size} commands, ${open.size} unacknowledged, down in ${Math.round(took)} ms\n`); // prettier-ignore
    await running.signal('SIGTERM');
  }, 600_000);

  it.each([
    {
      store: 'event store',
      says: 'waiting for the event store',
      address: () => new URL(servers.eventStoreUrl.replace('esdb:', 'http:')),
      env: (port: number) => ({ EVENTSTORE_URL: `esdb://127.0.0.1:${port}?tls=false` }),
    },
    {
      store: 'document database',
      says: 'waiting for the document database',
      address: () => new URL(servers.mongodbUrl.replace('mongodb:', 'http:')),
      env: (port: number) => ({ MONGODB_URL: `mongodb://127.0.0.1:${port}/guildhall_${service}?directConnection=true` }),
    },
    {
      store: 'broker',
      says: 'waiting for the broker',
      address: () => new URL(`http://${servers.kafkaBrokers.split(',')[0] ?? ''}`),
      env: (port: number) => ({ KAFKA_BROKERS: `127.0.0.1:${port}` }),
    },
  ])(
    'waits for the $store while it is away, says so, and runs when it is there',
    async ({ says, address, env }) => {
      const { hostname, port } = address();
      const gatePort = await freePort();
      const gate = new LateGate(gatePort, { host: hostname, port: Number(port) });
      const waiting = await processes.launch('api,relay,projector,processor', env(gatePort));
      try {
        await waiting.untilLogged(says);
        await gate.open();
        await eventually('it works', () => takesAndShows(waiting), 60_000);
        await eventually('its runners work', async () => (await waiting.active()).length === 3, 60_000);
        expect(await waiting.signal('SIGTERM')).toBe(0);
      } finally {
        await waiting.signal('SIGKILL');
        await gate.close();
      }
    },
    180_000,
  );

  const takesAndShows = async (running: SampleProcess): Promise<boolean> => {
    const text = newId();
    const written = await running.call('POST', '/notes', { ...client, accountId: newId() }, { key: newId(), body: { text } });
    const { status } = await running.call('GET', '/notes', client);
    return written.status === 201 && status === 200;
  };
});

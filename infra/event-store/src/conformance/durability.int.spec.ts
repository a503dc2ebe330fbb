import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { ensureBuilt, runServer, runToEnd, type ChildServer } from './child-process.js';
import { collect, connect, failure, freshName, noted, notes, until } from './fixture.js';

let folder: string;
beforeAll(ensureBuilt, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Written = Readonly<{ stream: string; ids: readonly string[]; expected: bigint | 'no_stream' }>;
type Acknowledged = Written & Readonly<{ revision: bigint; commit: bigint | undefined }>;
const eventsOf = ({ ids }: Written) => ids.map((id, n) => noted(n, id));
const append = (client: EventStoreDBClient, written: Written) =>
  client.appendToStream(written.stream, eventsOf(written), { expectedRevision: written.expected });

/** Appends to one stream until the server dies; notes what was acknowledged and the one whose outcome is open. */
async function writeUntilDeath(
  client: EventStoreDBClient,
  stream: string,
  acknowledged: Acknowledged[],
  open: Written[],
): Promise<void> {
  for (let last: bigint | 'no_stream' = 'no_stream'; ;) {
    const written: Written = { stream, ids: [randomUUID(), randomUUID(), randomUUID()], expected: last };
    try {
      const { nextExpectedRevision, position } = await append(client, written);
      acknowledged.push({ ...written, revision: nextExpectedRevision, commit: position?.commit });
      last = nextExpectedRevision;
    } catch {
      open.push(written);
      return;
    }
  }
}

describe('What was acknowledged before a SIGKILL', () => {
  it('is all there after a restart, and every repeat finds its first answer', async () => {
    const acknowledged: Acknowledged[] = [];
    const open: Written[] = [];
    for (let round = 0; round < 3; round += 1) {
      const server = await runServer(folder);
      const client = connect(server.port);
      const target = acknowledged.length + 400;
      const writers = Array.from({ length: 64 }, () => writeUntilDeath(client, freshName('lane'), acknowledged, open));
      await until('enough is acknowledged', () => acknowledged.length >= target, 30_000);
      await server.kill('SIGKILL');
      await Promise.all(writers);
    }
    expect(open).toHaveLength(3 * 64);
    const server = await runServer(folder);
    const client = connect(server.port);
    const stored = new Map((await collect(client.readAll())).map(({ event }) => [event?.id, event]));
    for (const { stream, ids, revision, commit } of acknowledged) {
      expect(ids.map((id) => stored.get(id)?.revision)).toEqual([revision - 2n, revision - 1n, revision]);
      expect(stored.get(ids[2])).toMatchObject({ streamId: stream, position: { commit } });
    }
    for (const written of acknowledged.slice(-100)) {
      expect(await append(client, written)).toMatchObject({
        nextExpectedRevision: written.revision,
        position: { commit: written.commit },
      });
    }
    // Never half an append; and an open one can simply be sent again.
    for (const written of open) {
      const found = written.ids.filter((id) => stored.has(id)).length;
      expect([0, 3]).toContain(found);
      await append(client, written);
    }
    const total = (await collect(client.readAll())).length;
    expect(total).toBe((acknowledged.length + open.length) * 3);
    await client.dispose();
    await server.kill('SIGTERM');
  }, 120_000);
});

describe('A SIGTERM', () => {
  async function withServer(check: (server: ChildServer, client: EventStoreDBClient) => Promise<void>): Promise<void> {
    const server = await runServer(folder);
    const client = connect(server.port);
    await check(server, client);
    await client.dispose();
  }

  it(
    'lets every append that came in be answered or fail as unavailable, and the process end by itself',
    () =>
      withServer(async (server, client) => {
        const acknowledged: Acknowledged[] = [];
        const writers = Array.from({ length: 16 }, () => writeUntilDeath(client, freshName('drain'), acknowledged, []));
        await until('work is going on', () => acknowledged.length > 100);
        expect(await server.kill('SIGTERM')).toBe(0);
        await Promise.all(writers);
        const next = await runServer(folder);
        const reader = connect(next.port);
        const ids = new Set((await collect(reader.readAll())).map(({ event }) => event?.id));
        expect(acknowledged.every((written) => written.ids.every((id) => ids.has(id)))).toBe(true);
        await reader.dispose();
        await next.kill('SIGTERM');
      }),
    30_000,
  );
  it(
    'fails open subscriptions as unavailable, also one that does not read',
    () =>
      withServer(async (server, client) => {
        await client.appendToStream('s', notes(3_000));
        const subscription = client.subscribeToAll();
        const failed = failure(collect(subscription));
        const stuck = client.subscribeToAll({}, { highWaterMark: 1 });
        stuck.on('error', () => undefined);
        await until('it reads', () => subscription.readableFlowing !== null);
        expect(await server.kill('SIGTERM')).toBe(0);
        expect(await failed).toMatchObject({ type: 'unavailable' });
      }),
    30_000,
  );
});

describe('The command', () => {
  it('refuses an occupied port, a folder in use and a wrong flag, each with one sentence', async () => {
    const server = await runServer(folder);
    const occupied = await runToEnd('--port', String(server.port), '--data', ':memory:');
    expect(occupied).toMatchObject({
      code: 1,
      out: '',
      err: `Port ${server.port} on 127.0.0.1 is in use: stop the other process or choose another with --port.\n`,
    });
    const inUse = await runToEnd('--port', '0', '--data', folder);
    expect(inUse).toMatchObject({ code: 1, out: '' });
    expect(inUse.err).toMatch(/^The data folder \S+ is in use by another event store: [^\n]+\.\n$/);
    expect(await runToEnd('--wrong')).toMatchObject({ code: 1, out: '' });
    expect(await server.kill('SIGTERM')).toBe(0);
  });
});

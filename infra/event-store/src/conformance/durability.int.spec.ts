import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { ensureBuilt, runServer, runToEnd, type ChildServer } from './child-process.js';
import { collect, connect, failure, notes, until } from './fixture.js';
import { expectKept, storedIn } from './kept.js';
import { Lane, random } from './lane.js';

let folder: string;
beforeAll(ensureBuilt, 60_000);
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

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
        const chance = random(1);
        const lanes = Array.from({ length: 16 }, () => new Lane(client, chance));
        const writers = lanes.map((lane) => lane.writeToTheEnd());
        await until('work is going on', () => lanes.reduce((sum, { writes }) => sum + writes, 0) > 100);
        expect(await server.kill('SIGTERM')).toBe(0);
        await Promise.all(writers);
        const next = await runServer(folder);
        const reader = connect(next.port);
        const stored = await storedIn(reader);
        for (const lane of lanes) expectKept(lane, stored);
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

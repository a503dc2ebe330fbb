import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreServer, PortUnavailable, UnusableData, UnusableOptions } from '../index.js';
import { collect, failure, noted } from './fixture.js';

describe('EventStoreServer', () => {
  it('starts on a free port and tells how to connect', async () => {
    const [one, other] = await Promise.all([EventStoreServer.start({ memory: true }), EventStoreServer.start({ memory: true })]);
    expect(one.port).not.toBe(other.port);
    expect(one.connectionString).toBe(`esdb://127.0.0.1:${one.port}?tls=false`);
    const client = EventStoreDBClient.connectionString(one.connectionString);
    await client.appendToStream('s', noted(1));
    expect(await collect(client.readStream('s'))).toHaveLength(1);
    await client.dispose();
    await Promise.all([one.close(), one.close(), other.close()]);
  });
  it('keeps a folder between two starts', async () => {
    const data = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
    for (const round of [1, 2, 3]) {
      const server = await EventStoreServer.start({ data });
      const client = EventStoreDBClient.connectionString(server.connectionString);
      await client.appendToStream('s', noted(round));
      expect(await collect(client.readStream('s'))).toHaveLength(round);
      await client.dispose();
      await server.close();
    }
    await rm(data, { recursive: true });
  });
  it('says what to do where it cannot start, and lets go of what it had', async () => {
    const data = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
    expect(await failure(EventStoreServer.start())).toBeInstanceOf(UnusableOptions);
    const server = await EventStoreServer.start({ data });
    expect(await failure(EventStoreServer.start({ data }))).toBeInstanceOf(UnusableData);
    const taken = await failure(EventStoreServer.start({ memory: true, port: server.port }));
    expect(taken).toBeInstanceOf(PortUnavailable);
    await server.close();
    const noUsers = await failure(EventStoreServer.start({ data, users: join(data, 'absent') }));
    expect(noUsers).toBeInstanceOf(UnusableOptions);
    const again = await EventStoreServer.start({ data });
    await again.close();
    await rm(data, { recursive: true });
  });
  it('closes while HTTP clients hold their connections open', async () => {
    const server = await EventStoreServer.start({ memory: true });
    expect((await fetch(`http://127.0.0.1:${server.port}/ping`, { keepalive: true })).status).toBe(200);
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}/ping`)).rejects.toThrow();
  });
});

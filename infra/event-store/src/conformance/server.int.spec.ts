import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { hashPassword } from '../access/password.js';
import { EventStoreServer, PortUnavailable, UnusableData, UnusableOptions, type StartOptions } from '../index.js';
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
  it('refuses users that cannot be served', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
    const [users, empty] = [join(folder, 'users.json'), join(folder, 'empty')];
    const passwordHash = await hashPassword('x');
    await writeFile(users, JSON.stringify({ users: { admin: { passwordHash, groups: ['editors'] } } }));
    await writeFile(empty, '\n');
    const refused = async (options: StartOptions): Promise<unknown> =>
      (await failure(EventStoreServer.start({ memory: true, ...options })))['message'];
    expect(await refused({ users })).toBe('No user is in the group $admins: nobody could set access lists.');
    expect(await refused({ users, defaultAdminPassword: 'y' })).toBe(
      "The user 'admin' has a password of its own and stands in the file of users.",
    );
    expect(await refused({ defaultAdminPasswordFile: empty })).toBe("The password of 'admin' is empty.");
    expect(await refused({ defaultAdminPasswordFile: join(folder, 'absent') })).toMatch(
      /^The password of 'admin' .*absent cannot be read: /,
    );
    await rm(folder, { recursive: true });
  });
  it('closes while HTTP clients hold their connections open', async () => {
    const server = await EventStoreServer.start({ memory: true });
    expect((await fetch(`http://127.0.0.1:${server.port}/ping`, { keepalive: true })).status).toBe(200);
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.port}/ping`)).rejects.toThrow();
  });
});

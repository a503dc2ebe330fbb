import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient } from '@eventstore/db-client';
import { hashPassword } from '../access/password.js';
import { EventStoreServer, type StartOptions } from '../server.js';
import { makeCertificates } from '../tls/certificate.js';

export const PASSWORDS = { admin: 'admin: secret', ops: 'ops secret', ann: 'ann secret', bob: 'bob secret' } as const;
export type UserName = keyof typeof PASSWORDS;

export type SecureFixture = Readonly<{
  server: EventStoreServer;
  folder: string;
  authorityFile: string;
  authority: string;
  /** A client with the credentials of a user; undefined has none. Disposed of by `stop`. */
  as: (user: UserName | undefined, password?: string) => EventStoreDBClient;
  stop: () => Promise<void>;
}>;

/** A server in memory with TLS and users: `admin`, `ops`, `ann` of the group `editors`, and `bob` of none. */
export async function startSecureFixture(options: StartOptions = {}): Promise<SecureFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
  const file = (name: string): string => join(folder, name);
  const { authority, certificate, key } = makeCertificates(['localhost', '127.0.0.1'], new Date(), 2);
  const users = {
    ann: { passwordHash: await hashPassword(PASSWORDS.ann), groups: ['editors'] },
    bob: { passwordHash: await hashPassword(PASSWORDS.bob) },
  };
  await writeFile(file('ca.crt'), authority);
  await writeFile(file('node.crt'), certificate);
  await writeFile(file('node.key'), key);
  await writeFile(file('users.json'), JSON.stringify({ users }));
  await writeFile(file('ops-password'), `${PASSWORDS.ops}\n`);
  const server = await EventStoreServer.start({
    memory: true,
    certificateFile: file('node.crt'),
    certificatePrivateKeyFile: file('node.key'),
    users: file('users.json'),
    defaultAdminPassword: PASSWORDS.admin,
    defaultOpsPasswordFile: file('ops-password'),
    ...options,
  });
  const clients: EventStoreDBClient[] = [];
  const as = (user: UserName | undefined, password: string | undefined = user && PASSWORDS[user]): EventStoreDBClient => {
    const login = user === undefined ? '' : `${user}:${encodeURIComponent(password ?? '')}@`;
    const address = `${login}127.0.0.1:${server.port}?tls=true&tlsCAFile=${encodeURIComponent(file('ca.crt'))}`;
    const client = EventStoreDBClient.connectionString(`esdb://${address}`);
    clients.push(client);
    return client;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(clients.map((client) => client.dispose()));
    await server.close();
    await rm(folder, { recursive: true });
  };
  return { server, folder, authorityFile: file('ca.crt'), authority, as, stop };
}

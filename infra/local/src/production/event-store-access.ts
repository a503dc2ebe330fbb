import { readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serviceNames } from '../platform/services.js';
import type { StorePasswords } from './passwords.js';

const OWNER_ONLY = 0o600;

/** Files by which the event store learns of its users: no password is an argument. */
export interface EventStoreUsers {
  readonly usersFile: string;
  readonly adminPasswordFile: string;
}

interface UsersFile {
  readonly users: Readonly<Record<string, Readonly<{ passwordHash: string }>>>;
}

/** Writes the file of users, one a service, and that of the administrator's password. A hash that fits is kept: each takes 50 ms. */
export const writeEventStoreUsers = async (folder: string, passwords: StorePasswords): Promise<EventStoreUsers> => {
  const { hashPassword, matchesHash } = await import('@guildhall/event-store/passwords');
  const usersFile = join(folder, 'event-store-users.json');
  const adminPasswordFile = join(folder, 'event-store-admin');
  const known = existsSync(usersFile) ? (JSON.parse(await readFile(usersFile, 'utf8')) as UsersFile).users : {};
  const entries = await Promise.all(
    serviceNames.map(async (service) => {
      const password = passwords.eventStore[service];
      const hash = known[service]?.passwordHash;
      const fits = hash !== undefined && (await matchesHash(password, hash));
      return [service, { passwordHash: fits ? hash : await hashPassword(password) }] as const;
    }),
  );
  await writeFile(usersFile, JSON.stringify({ users: Object.fromEntries(entries) }, null, 2), { mode: OWNER_ONLY });
  await writeFile(adminPasswordFile, `${passwords.eventStoreAdmin}\n`, { mode: OWNER_ONLY });
  return { usersFile, adminPasswordFile };
};

/** Connection string of a user of the local event store; by name, because TLS has no server names for addresses (RFC 6066). */
export const eventStoreUrl = (user: string, password: string, port: number, authorityFile: string): string =>
  `esdb://${user}:${encodeURIComponent(password)}@localhost:${String(port)}?tls=true&tlsCAFile=${encodeURIComponent(authorityFile)}`;

/** Writes the access rules into the log; a service's user is named as the service. */
export const secureEventStore = async (adminUrl: string): Promise<void> => {
  const { secureLog } = await import('@guildhall/event-sourcing');
  await secureLog(adminUrl, Object.fromEntries(serviceNames.map((name) => [name, name])));
};

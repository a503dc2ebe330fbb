import type { Settings } from '../options/settings.js';
import { readNamedFile } from '../options/read-file.js';
import type { PasswordSource, Security } from '../options/security.js';
import { UnusableOptions } from '../options/unusable-options.js';
import type { Log } from '../log/log.js';
import { openAccess, type Access } from './access.js';
import { Guard } from './guard.js';
import { listsOf } from './log-lists.js';
import { hashPassword } from './password.js';
import { ADMINS, OPS } from './rules.js';
import { accountsOf } from './users-file.js';
import { Users, type Account } from './users.js';

type Guarded = Extract<Security, { kind: 'guarded' }>;

/** The access that the settings ask for, its lists those of the log. Fails with `UnusableOptions` on unusable users. */
export async function accessOf(settings: Settings, log: Log): Promise<Access> {
  switch (settings.security.kind) {
    case 'open':
      return openAccess;
    case 'guarded':
      return new Guard(new Users(await usersOf(settings.security)), listsOf(log), settings.anonymous.streams);
  }
}

async function usersOf({ users, passwords }: Guarded): Promise<readonly Account[]> {
  const listed = users === undefined ? [] : accountsOf(readNamedFile('The file of users', users), users);
  const accounts = [
    ...listed,
    ...(await firstUser('admin', ADMINS, passwords.admin)),
    ...(await firstUser('ops', OPS, passwords.ops)),
  ];
  const names = accounts.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UnusableOptions(`The user '${twice}' has a password of its own and stands in the file of users.`);
  if (!accounts.some(({ groups }) => groups.includes(ADMINS)))
    throw new UnusableOptions(`No user is in the group ${ADMINS}: nobody could set access lists.`);
  return accounts;
}

async function firstUser(name: string, group: string, source: PasswordSource | undefined): Promise<readonly Account[]> {
  if (!source) return [];
  const password =
    source.kind === 'text' ? source.password : readNamedFile(`The password of '${name}'`, source.file).replace(/\r?\n$/, '');
  if (password === '') throw new UnusableOptions(`The password of '${name}' is empty.`);
  return [{ name, groups: [group], passwordHash: await hashPassword(password) }];
}

import type { Account } from './users.js';
import { isPasswordHash } from './password.js';
import { UnusableOptions } from '../options/unusable-options.js';

/**
 * Reads a file of users: `{"users": {"ann": {"passwordHash": "scrypt$…", "groups": ["editors"]}}}`, hashes as
 * `event-store hash-password` makes them. Fails with `UnusableOptions` at the first entry that cannot be used.
 */
export function accountsOf(content: string, file: string): readonly Account[] {
  const users = fieldsOf(fieldsOf(parsed(content, file))?.['users']);
  if (!users) throw new UnusableOptions(`${file} holds no object 'users'.`);
  return Object.entries(users).map(([name, entry]) => accountOf(name, entry, file));
}

function accountOf(name: string, entry: unknown, file: string): Account {
  // A colon ends the name in basic credentials; a dollar sign begins the names of groups.
  if (!/^[^:$\s][^:]*$/.test(name)) throw new UnusableOptions(`'${name}' in ${file} cannot name a user.`);
  const { passwordHash, groups = [], ...others } = fieldsOf(entry) ?? {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new UnusableOptions(`The user '${name}' in ${file} has an unknown field '${unknown}'.`);
  if (typeof passwordHash !== 'string' || !isPasswordHash(passwordHash))
    throw new UnusableOptions(`The user '${name}' in ${file} needs a passwordHash: make one with 'event-store hash-password'.`);
  if (!isTexts(groups) || groups.includes('$all'))
    throw new UnusableOptions(`The groups of the user '${name}' in ${file} are a list of names; everybody is in $all already.`);
  return { name, groups, passwordHash };
}

function parsed(content: string, file: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    throw new UnusableOptions(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string' && each !== '');

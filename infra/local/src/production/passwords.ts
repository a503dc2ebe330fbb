import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serviceNames, type ServiceName } from '../platform/services.js';
import { Obstacle } from '../supervision/obstacle.js';

/** Passwords of the users of event store and broker, in base64url, made once for a data folder. A user is named after its service. */
export interface StorePasswords {
  readonly eventStoreAdmin: string;
  readonly broker: string;
  readonly eventStore: Readonly<Record<ServiceName, string>>;
  readonly kafka: Readonly<Record<ServiceName, string>>;
}

const newPassword = (): string => randomBytes(24).toString('base64url');
const forServices = (): Readonly<Record<ServiceName, string>> =>
  Object.fromEntries(serviceNames.map((name) => [name, newPassword()])) as Record<ServiceName, string>;

const OWNER_ONLY = 0o600;

const isPasswords = (value: unknown): value is StorePasswords =>
  typeof value === 'object' &&
  value !== null &&
  ['eventStoreAdmin', 'broker', 'eventStore', 'kafka'].every((key) => key in value);

/** @throws {Obstacle} when the file is damaged */
export const ensurePasswords = async (folder: string): Promise<StorePasswords> => {
  const file = join(folder, 'passwords.json');
  await mkdir(folder, { recursive: true });
  if (!existsSync(file)) {
    const made: StorePasswords = {
      eventStoreAdmin: newPassword(),
      broker: newPassword(),
      eventStore: forServices(),
      kafka: forServices(),
    };
    await writeFile(file, JSON.stringify(made, null, 2), { mode: OWNER_ONLY });
  }
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (isPasswords(value)) return value;
  throw new Obstacle(`${file} is damaged: remove it, and a production start makes new passwords`);
};

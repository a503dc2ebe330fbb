import { readFileSync, statSync } from 'node:fs';
import { VARIABLES, type CliConfig } from '../config.js';
import { BadUsage } from '../exit-codes.js';

/** How an operator signs in. */
export type Credentials = Readonly<{ email: string; password: string }>;

/** Permission bits of everybody else: a mounted Secret may be readable by its group. */
const OTHERS = 0o007;

/**
 * From the file of `--credentials` or its variable, else from the two variables. `BadUsage` where there are none, or the file can be read
 * by everybody on the machine.
 */
export const readCredentials = (config: CliConfig, file: string | undefined): Credentials => {
  const path = file ?? config.credentialsFile;
  if (path !== undefined) return fromFile(path);
  const { email, password } = config;
  if (email !== undefined && password !== undefined) return { email, password };
  throw new BadUsage(
    `Who signs in? Set ${VARIABLES.email} and ${VARIABLES.password}, or name a JSON file by ${VARIABLES.credentialsFile} or --credentials`,
  );
};

const fromFile = (path: string): Credentials => {
  const value = parsed(path);
  if (isCredentials(value)) return { email: value.email, password: value.password };
  throw new BadUsage(`${path} has to hold {"email": "…", "password": "…"}`);
};

const parsed = (path: string): unknown => {
  try {
    if ((statSync(path).mode & OTHERS) !== 0) throw new BadUsage(`Everybody can read ${path}: chmod 600 it first`);
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch (error) {
    if (error instanceof BadUsage) throw error;
    // The message of a JSON error quotes the text, which holds a password.
    throw new BadUsage(`${path} cannot be read as JSON (${(error as NodeJS.ErrnoException).code ?? 'malformed'})`);
  }
};

const isCredentials = (value: unknown): value is Credentials =>
  typeof value === 'object' &&
  value !== null &&
  'email' in value &&
  typeof value.email === 'string' &&
  'password' in value &&
  typeof value.password === 'string';

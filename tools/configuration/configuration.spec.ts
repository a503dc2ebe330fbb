import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SERVICES, type ServiceName } from '@guildhall/kernel';
import { ConfigError, type Environment } from '@guildhall/service-kit';
import { readServiceConfig } from './read-service-config.js';

/** A compiler is loaded, on a machine that may be busy; in ms. */
jest.setTimeout(120_000);

const ROOT = resolve(import.meta.dirname, '../..');
type Variable = Readonly<{ variable: string; fallback?: string | null; secret: boolean; meaning: string; refused: string }>;
type Configuration = Readonly<{ every: readonly Variable[]; services: Readonly<Record<ServiceName, readonly Variable[]>> }>;
let configuration: Configuration;
beforeAll(async () => {
  const { configurationOf } = await import('./configuration.mjs');
  configuration = configurationOf(ROOT) as Configuration;
});

const secret = () => randomBytes(32).toString('base64url');
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const jwk = (key: typeof publicKey) => JSON.stringify({ ...key.export({ format: 'jwk' }), kid: 'first' });
/** All that any service must be given, sound enough for production. */
const sound = (): Record<string, string> => ({
  PORT: '8080',
  EVENTSTORE_URL: 'esdb://gigs:secret@store:2113',
  KAFKA_BROKERS: 'broker:9093',
  KAFKA_SECURITY: 'sasl-tls',
  KAFKA_USERNAME: 'gigs',
  KAFKA_PASSWORD: 'secret',
  MONGODB_URL: 'mongodb://gigs:secret@documents/guildhall_gigs?tls=true',
  SUBJECT_KEYS_PATH: 'keys.sqlite',
  REQUEST_HASH_KEY: secret(),
  FIRST_SIGNING_KEY: jwk(publicKey),
  FIRST_SIGNING_KEY_PRIVATE: jwk(privateKey),
  EMAIL_HMAC_KEY: secret(),
  CODE_HMAC_KEY: secret(),
  REFRESH_HMAC_KEY: secret(),
  BOOTSTRAP_SECRET: secret(),
  OUTBOX_DIR: 'outbox',
  CURSOR_KEY: secret(),
  PAYMENT_PROVIDER_URL: 'https://provider',
  PAYMENT_PROVIDER_KEY: 'key',
  PAYMENT_WEBHOOK_SECRET: 'secret',
});
/** The same with a key store over the network. */
const withVault = (): Record<string, string> => {
  const { SUBJECT_KEYS_PATH: _, ...rest } = sound();
  return { ...rest, SUBJECT_KEYS_TOKEN: 'token' };
};
/** What is wrong with `env`; that the two halves of the signing key differ is told only where all else is right. */
const faultsOf = (service: ServiceName, env: Environment): readonly string[] => {
  try {
    readServiceConfig(service, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.filter((fault) => !fault.startsWith('FIRST_SIGNING_KEY_PRIVATE'));
    throw error;
  }
};
const valuesIn = (refused: string): readonly string[] => [...refused.matchAll(/`([^`]+)`/g)].map(([, value]) => value ?? '');
const variablesOf = (service: ServiceName): readonly Variable[] => [...configuration.every, ...configuration.services[service]];

describe('The page of the configuration', () => {
  it('is up to date', () => {
    const { status, stderr } = spawnSync(process.execPath, ['tools/configuration/main.mjs', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe.each(SERVICES)('The variables of %s', (service) => {
  it('are all that it must be given, and nothing else must', () => {
    const required = variablesOf(service).filter(({ fallback }) => fallback === undefined);
    const only = Object.fromEntries(
      Object.entries(sound()).filter(([name]) => required.some(({ variable }) => variable === name)),
    );
    expect(faultsOf(service, { ...only, NODE_ENV: 'production', KAFKA_SECURITY: 'sasl-tls' })).toEqual([]);
    for (const { variable } of required) {
      const { [variable]: _, ...rest } = only;
      const faults = faultsOf(service, { ...rest, NODE_ENV: 'production', KAFKA_SECURITY: 'sasl-tls' });
      if (variable !== 'FIRST_SIGNING_KEY_PRIVATE')
        expect(faults.filter((fault) => fault.startsWith(`${variable} `))).not.toEqual([]);
    }
  });

  it('are refused in production as the page tells, and not elsewhere', () => {
    for (const { variable, refused } of variablesOf(service)) {
      for (const value of valuesIn(refused)) {
        const env = { ...(variable === 'SUBJECT_KEYS_URL' ? withVault() : sound()), [variable]: value };
        const faults = faultsOf(service, { ...env, NODE_ENV: 'production' });
        expect({ variable, value, faults }).toMatchObject({
          faults: [expect.stringMatching(/which NODE_ENV=production refuses$/)],
        });
        expect({ variable, value, faults: faultsOf(service, env) }).toMatchObject({ faults: [] });
      }
    }
  });

  it('have no default where they are secret', () =>
    expect(variablesOf(service).filter(({ secret: kept, fallback }) => kept && typeof fallback === 'string')).toEqual([]));

  it('tell every refusal that the code knows', () => {
    const kit = 'libs/service-kit/src/config';
    const files = readdirSync(join(ROOT, kit)).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
    const text = [...files.map((name) => join(kit, name)), `services/${service}/src/config.ts`]
      .map((path) => readFileSync(join(ROOT, path), 'utf8'))
      .join('\n');
    const told = new Set(variablesOf(service).flatMap(({ variable, refused }) => (refused === '' ? [] : [variable])));
    const fromUrls = [...text.matchAll(/faultsOfUrl\('([A-Z_]+)'/g)].map(([, name]) => name ?? '');
    const sentences = [...text.matchAll(/['`]([A-Z][A-Z_]+) (?:is|was) (?!missing)/g)].map(([, name]) => name ?? '');
    const refusals = [...fromUrls, ...sentences];
    expect(refusals).toEqual(expect.arrayContaining(['EVENTSTORE_URL', 'MONGODB_URL', 'KAFKA_SECURITY', 'SANDBOX_MODE']));
    expect(refusals.filter((name) => !told.has(name))).toEqual([]);
  });
});

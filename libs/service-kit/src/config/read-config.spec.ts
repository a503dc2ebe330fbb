import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { certificatesForSpecs } from '@guildhall/testing';
import { ConfigError, type ConfigReader, type Environment } from './config-reader.js';
import { readConfig } from './read-config.js';

const secret = () => randomBytes(32).toString('base64url');
const jwk = (kid: string) => JSON.stringify({ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid });
const valid = (): Record<string, string> => ({
  PORT: '8083',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: '127.0.0.1:9092, 127.0.0.1:9093',
  MONGODB_URL: 'mongodb://127.0.0.1:27017/guildhall_contracts?directConnection=true',
  SUBJECT_KEYS_PATH: 'keys.sqlite',
  REQUEST_HASH_KEY: secret(),
  FIRST_SIGNING_KEY: jwk('first'),
});
const production = (): Record<string, string> => ({
  ...valid(),
  NODE_ENV: 'production',
  EVENTSTORE_URL: 'esdb://contracts:secret@store:2113',
  KAFKA_SECURITY: 'sasl-tls',
  KAFKA_USERNAME: 'contracts',
  KAFKA_PASSWORD: 'secret',
  MONGODB_URL: 'mongodb://contracts:secret@documents/guildhall_contracts?tls=true',
});
const none = () => ({});
const faultsOf = (env: Environment, extra: (read: ConfigReader) => object = none): readonly string[] => {
  try {
    readConfig(env, 'contracts', extra);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('The configuration of a service', () => {
  it('is typed and has the defaults of one machine', () => {
    const config = readConfig(valid(), 'contracts', (read) => ({ cursorKey: read.optional('CURSOR_KEY') }));
    expect(config).toMatchObject({
      service: 'contracts',
      host: '127.0.0.1',
      port: 8083,
      roles: ['api', 'relay', 'projector', 'processor'],
      kafkaBrokers: ['127.0.0.1:9092', '127.0.0.1:9093'],
      sandboxMode: false,
      rateLimits: 'standard',
      tokenIssuer: 'guildhall',
      handlerDeadlineMs: 10_000,
      shutdownDeadlineMs: 10_000,
      singleProcess: false,
      routingDelayMs: 0,
      cursorKey: null,
    });
    expect(config.requestHashKey).toHaveLength(32);
  });

  it('tells all faults at once, one sentence each, with the name of the variable', () => {
    const faults = faultsOf({ ...valid(), PORT: 'high', ROLES: 'api,cook', REQUEST_HASH_KEY: 'short', MONGODB_URL: 'http://x' });
    expect(faults).toHaveLength(4);
    for (const name of ['PORT', 'ROLES', 'REQUEST_HASH_KEY', 'MONGODB_URL'])
      expect(faults.filter((fault) => fault.startsWith(name))).toHaveLength(1);
  });

  it.each([
    'PORT',
    'EVENTSTORE_URL',
    'KAFKA_BROKERS',
    'MONGODB_URL',
    'SUBJECT_KEYS_PATH',
    'REQUEST_HASH_KEY',
    'FIRST_SIGNING_KEY',
  ])('has no default for %s', (name) => {
    const { [name]: _, ...rest } = valid();
    expect(faultsOf(rest).some((fault) => fault.startsWith(name))).toBe(true);
  });

  it('takes the roles that are named', () => {
    expect(readConfig({ ...valid(), ROLES: 'projector, api' }, 'contracts', none).roles).toEqual(['api', 'projector']);
  });

  it('refuses a private signing key where the public one belongs', () => {
    const key = { ...generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }), kid: 'first' };
    expect(faultsOf({ ...valid(), FIRST_SIGNING_KEY: JSON.stringify(key) })).toHaveLength(1);
  });
});

describe('A variable in a file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guildhall-secrets-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const fileWith = (content: string): string => {
    const file = join(folder, 'secret');
    writeFileSync(file, content);
    return file;
  };

  it('is read without the line feed at its end', () => {
    const { REQUEST_HASH_KEY: key, ...rest } = valid();
    const config = readConfig({ ...rest, REQUEST_HASH_KEY_FILE: fileWith(`${key}\n`) }, 'contracts', none);
    expect(config.requestHashKey.toString('base64url')).toBe(key);
  });

  it('is refused beside the variable itself', () =>
    expect(faultsOf({ ...valid(), REQUEST_HASH_KEY_FILE: fileWith('x') })).toContain(
      'REQUEST_HASH_KEY is given by itself and by REQUEST_HASH_KEY_FILE: keep one',
    ));

  it('is told when it cannot be read', () => {
    const { REQUEST_HASH_KEY: _, ...rest } = valid();
    const faults = faultsOf({ ...rest, REQUEST_HASH_KEY_FILE: join(folder, 'gone') });
    expect(faults[0]).toContain('REQUEST_HASH_KEY_FILE cannot be read');
  });

  it('may be missing where it holds the value before a rotation', () => {
    const env = { ...valid(), REQUEST_HASH_KEY_FORMER_FILE: join(folder, 'gone') };
    expect(readConfig(env, 'contracts', none).formerRequestHashKey).toBeNull();
  });

  it('that a connection string names is refused where it holds something else', () => {
    const of = (content: string) =>
      faultsOf({ ...valid(), EVENTSTORE_URL: `esdb://store:2113?tlsCaFile=${encodeURIComponent(fileWith(content))}` });
    expect(of(rootCertificates.slice(0, 2).join('\n'))).toEqual([]);
    expect(of('no certificate')).toEqual([expect.stringContaining('EVENTSTORE_URL tlsCaFile')]);
  });

  it('is not looked for where nobody asks', () =>
    expect(faultsOf({ ...valid(), SSL_CERT_FILE: join(folder, 'gone') })).toEqual([]));
});

describe('The certificate of the HTTP server', () => {
  const [one, other] = [certificatesForSpecs(), certificatesForSpecs()];
  const of = (HTTP_CERTIFICATE: string | undefined, HTTP_KEY: string | undefined) =>
    faultsOf({ ...valid(), HTTP_CERTIFICATE, HTTP_KEY });

  it('is taken with its own key', () => {
    const env = { ...valid(), HTTP_CERTIFICATE: one.certificate, HTTP_KEY: one.key };
    expect(readConfig(env, 'contracts', none).httpTls).toEqual({ certificate: one.certificate, key: one.key });
    expect(readConfig(valid(), 'contracts', none).httpTls).toBeNull();
  });

  it.each([
    ['without a key', one.certificate, undefined],
    ['without a certificate', undefined, one.key],
    ['with the key of another one', one.certificate, other.key],
    ['that cannot be read', 'PEM', one.key],
  ])('is refused %s', (_, certificate, key) => expect(of(certificate, key)).toHaveLength(1));
});

describe('In production', () => {
  it('a sound configuration starts', () => expect(faultsOf(production())).toEqual([]));

  it.each<[string, Record<string, string>]>([
    ['sandbox mode', { SANDBOX_MODE: 'true' }],
    ['raised rate limits', { RATE_LIMITS: 'bench' }],
    ['an event store without TLS', { EVENTSTORE_URL: 'esdb://contracts:secret@store:2113?tls=false' }],
    ['an event store without credentials', { EVENTSTORE_URL: 'esdb://store:2113' }],
    ['a broker in plain text', { KAFKA_SECURITY: 'plaintext' }],
    ['documents without TLS', { MONGODB_URL: 'mongodb://contracts:secret@documents/guildhall_contracts' }],
    ['documents without credentials', { MONGODB_URL: 'mongodb://documents/guildhall_contracts?tls=true' }],
    ['a made-up secret', { REQUEST_HASH_KEY: Buffer.alloc(32, 7).toString('base64url') }],
    ['a signing key made by npm start', { FIRST_SIGNING_KEY: jwk('local-1') }],
  ])('%s is refused', (_, wrong) => {
    const faults = faultsOf({ ...production(), ...wrong });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('NODE_ENV=production refuses');
  });

  it('one value for two secrets is refused', () => {
    const shared = secret();
    const env = { ...production(), REQUEST_HASH_KEY: shared, CURSOR_KEY: shared };
    expect(faultsOf(env, (read) => ({ cursorKey: read.secret('CURSOR_KEY') }))).toHaveLength(1);
  });
});

describe('Elsewhere', () => {
  const secured = { ...valid(), SECURE_STORES: 'event-store,kafka' };

  it('the stores that are named are refused where they are open, the others are not', () => {
    const faults = faultsOf(secured);
    expect(faults.map((fault) => fault.split(' ')[0]).sort()).toEqual(['EVENTSTORE_URL', 'EVENTSTORE_URL', 'KAFKA_SECURITY']);
    for (const fault of faults) expect(fault).toContain('which SECURE_STORES refuses');
  });

  it('they are taken with TLS and credentials', () => {
    const { MONGODB_URL: _, ...stores } = production();
    expect(faultsOf({ ...secured, ...stores, NODE_ENV: 'development' })).toEqual([]);
  });

  it('a broker behind SASL needs a user and a password', () =>
    expect(faultsOf({ ...valid(), KAFKA_SECURITY: 'sasl-tls' })).toEqual([
      'KAFKA_USERNAME is missing',
      'KAFKA_PASSWORD is missing',
    ]));

  it('a process that speaks to no broker need not know how', () =>
    expect(faultsOf({ ...production(), KAFKA_SECURITY: 'plaintext', ROLES: 'projector' })).toEqual([]));

  it('the authority to trust is the text of a certificate', () => {
    const ca = rootCertificates[0] ?? '';
    const { kafkaSecurity } = readConfig({ ...valid(), KAFKA_SECURITY: 'tls', KAFKA_CA: ca }, 'contracts', none);
    expect(kafkaSecurity).toEqual({ kind: 'tls', ca });
    const cut = ca.slice(0, ca.length / 2);
    expect(faultsOf({ ...valid(), KAFKA_SECURITY: 'tls', KAFKA_CA: cut })).toEqual([
      'KAFKA_CA holds no certificate that can be read',
    ]);
  });
});

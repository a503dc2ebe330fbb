import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@guildhall/service-kit';
import { clockMode, identityConfig } from './config.js';

const secret = () => randomBytes(32).toString('base64url');
const keyPair = (kid: string) => {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key = { kty: 'OKP', crv: 'Ed25519', x, kid };
  return { FIRST_SIGNING_KEY: JSON.stringify(key), FIRST_SIGNING_KEY_PRIVATE: JSON.stringify({ ...key, d }) };
};
const valid = (): Record<string, string> => ({
  PORT: '8081',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: '127.0.0.1:9092',
  MONGODB_URL: 'mongodb://127.0.0.1:27017/guildhall_identity?directConnection=true',
  SUBJECT_KEYS_PATH: 'keys.sqlite',
  REQUEST_HASH_KEY: secret(),
  EMAIL_HMAC_KEY: secret(),
  CODE_HMAC_KEY: secret(),
  REFRESH_HMAC_KEY: secret(),
  BOOTSTRAP_SECRET: secret(),
  OUTBOX_DIR: 'outbox',
  ...keyPair('local-1'),
});
const faultsOf = (env: Record<string, string | undefined>): readonly string[] => {
  try {
    identityConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};

describe('The configuration of identity', () => {
  it('is typed', () =>
    expect(identityConfig(valid())).toMatchObject({ service: 'identity', outboxDir: 'outbox', sandboxMode: false }));

  it.each(['FIRST_SIGNING_KEY_PRIVATE', 'EMAIL_HMAC_KEY', 'CODE_HMAC_KEY', 'REFRESH_HMAC_KEY', 'BOOTSTRAP_SECRET', 'OUTBOX_DIR'])(
    'has no default for %s',
    (name) => expect(faultsOf({ ...valid(), [name]: undefined })).toEqual([expect.stringContaining(name)]),
  );

  it('refuses a private key that is not the public one, and a short bootstrap secret', () => {
    const { FIRST_SIGNING_KEY_PRIVATE } = keyPair('local-1');
    expect(faultsOf({ ...valid(), FIRST_SIGNING_KEY_PRIVATE })).toHaveLength(1);
    expect(faultsOf({ ...valid(), BOOTSTRAP_SECRET: 'guess me' })).toHaveLength(1);
  });

  describe('of mail', () => {
    const mail = { MAIL_URL: 'smtps://mail.internal:465', MAIL_FROM: 'Guildhall <no-reply@guildhall.example>' };

    it('is not there without a server, whatever else is set', () =>
      expect(identityConfig({ ...valid(), MAIL_FROM: 'nobody' }).mail).toBeNull());

    it('names server and sender, and STARTTLS is for the server to offer outside of production', () =>
      expect(identityConfig({ ...valid(), ...mail }).mail).toEqual({
        url: 'smtps://mail.internal:465',
        from: 'Guildhall <no-reply@guildhall.example>',
        username: null,
        password: null,
        ca: null,
        timeoutMs: 10_000,
        starttls: 'where offered',
      }));

    it.each([
      ['another protocol', { MAIL_URL: 'http://mail.internal' }, 'MAIL_URL'],
      ['no host', { MAIL_URL: 'mail.internal:25' }, 'MAIL_URL'],
      ['a user in the address', { MAIL_URL: 'smtps://guildhall:word@mail.internal' }, 'MAIL_URL'],
      ['no sender', { MAIL_FROM: undefined }, 'MAIL_FROM'],
      ['a sender of two lines', { MAIL_FROM: 'Guildhall\nBcc: <all@guildhall.example>' }, 'MAIL_FROM'],
      ['a user without a password', { MAIL_USERNAME: 'guildhall' }, 'MAIL_USERNAME'],
      ['an authority that is none', { MAIL_CA: 'PEM' }, 'MAIL_CA'],
    ])('refuses %s', (_, wrong, name) =>
      expect(faultsOf({ ...valid(), ...mail, ...wrong })).toEqual([expect.stringContaining(name)]),
    );
  });

  it('says before the module is made whether the sandbox clock exists', () =>
    expect([clockMode({ SANDBOX_MODE: 'true' }), clockMode({ SANDBOX_MODE: 'false' }), clockMode({})]).toEqual([
      'sandbox',
      'real-time',
      'real-time',
    ]));
});

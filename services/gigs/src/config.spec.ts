import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { ConfigError } from '@guildhall/service-kit';
import { gigsConfig } from './config.js';

const secret = () => randomBytes(32).toString('base64url');
const valid = () => ({
  PORT: '8082',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: '127.0.0.1:9092',
  MONGODB_URL: 'mongodb://127.0.0.1:27017/guildhall_gigs?directConnection=true',
  SUBJECT_KEYS_PATH: 'keys.sqlite',
  REQUEST_HASH_KEY: secret(),
  FIRST_SIGNING_KEY: JSON.stringify({ ...generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' }), kid: 'first' }),
  CURSOR_KEY: secret(),
});

describe('The configuration of gigs', () => {
  it('has a key that signs cursors', () => expect(gigsConfig(valid()).cursorKey).toHaveLength(32));
  it('has no default for it', () => {
    const { CURSOR_KEY: _, ...rest } = valid();
    expect(() => gigsConfig(rest)).toThrow(ConfigError);
    expect(() => gigsConfig({ ...rest, CURSOR_KEY: 'short' })).toThrow('CURSOR_KEY');
  });
});

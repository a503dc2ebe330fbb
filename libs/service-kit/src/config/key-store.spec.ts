import { rootCertificates } from 'node:tls';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, ConfigReader, type Environment } from './config-reader.js';
import { keyStorePlace, type KeyStorePlace } from './key-store.js';

const placeIn = (env: Environment, production: 'production' | 'elsewhere' = 'production'): KeyStorePlace => {
  const read = new ConfigReader(env, production);
  const place = keyStorePlace(read);
  read.finish();
  return place;
};
const faultsOf = (env: Environment, production: 'production' | 'elsewhere' = 'production'): readonly string[] => {
  try {
    placeIn(env, production);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
};
const vault = { SUBJECT_KEYS_URL: 'https://keys:8200', SUBJECT_KEYS_TOKEN: 's.token' };

describe('The place of the key store', () => {
  it('is a file where no address is given', () =>
    expect(placeIn({ SUBJECT_KEYS_PATH: 'keys.sqlite' })).toEqual({ kind: 'file', path: 'keys.sqlite' }));

  it('is a server with the places that the example sets up', () =>
    expect(placeIn(vault)).toEqual({
      kind: 'vault',
      url: 'https://keys:8200',
      ca: null,
      auth: 'token',
      token: 's.token',
      role: '',
      kubernetesMount: 'kubernetes',
      mount: 'guildhall',
      transitMount: 'transit',
      kek: 'guildhall',
      timeoutMs: 2_000,
    }));

  it('is signed in to as a service account', () =>
    expect(
      placeIn({
        SUBJECT_KEYS_URL: 'https://keys:8200',
        SUBJECT_KEYS_AUTH: 'kubernetes',
        SUBJECT_KEYS_ACCOUNT_TOKEN: 'jwt',
        SUBJECT_KEYS_ROLE: 'guildhall-gigs',
        SUBJECT_KEYS_KUBERNETES_MOUNT: 'clusters/one',
      }),
    ).toMatchObject({ auth: 'kubernetes', token: 'jwt', role: 'guildhall-gigs', kubernetesMount: 'clusters/one' }));

  it.each<[string, Environment, readonly string[]]>([
    ['neither', {}, ['SUBJECT_KEYS_PATH is missing']],
    ['both', { ...vault, SUBJECT_KEYS_PATH: 'keys.sqlite' }, ['SUBJECT_KEYS_URL and SUBJECT_KEYS_PATH: keep one']],
    ['no token', { SUBJECT_KEYS_URL: 'https://keys:8200' }, ['SUBJECT_KEYS_TOKEN is missing']],
    [
      'no account',
      { ...vault, SUBJECT_KEYS_AUTH: 'kubernetes' },
      ['SUBJECT_KEYS_ACCOUNT_TOKEN is missing', 'SUBJECT_KEYS_ROLE is missing'],
    ],
    ['no address', { ...vault, SUBJECT_KEYS_URL: 'keys:8200' }, ['SUBJECT_KEYS_URL must begin with https:// or http://']],
    [
      'a mount that leads elsewhere',
      { ...vault, SUBJECT_KEYS_MOUNT: '../sys' },
      ['SUBJECT_KEYS_MOUNT must be a name, or names with slashes between them'],
    ],
    ['no certificate', { ...vault, SUBJECT_KEYS_CA: 'text' }, ['SUBJECT_KEYS_CA holds no certificate that can be read']],
  ])('is refused: %s', (_, env, faults) => expect(faultsOf(env)).toEqual(faults));

  it('takes the text of an authority', () =>
    expect(placeIn({ ...vault, SUBJECT_KEYS_CA: rootCertificates[0] ?? '' })).toMatchObject({ ca: rootCertificates[0] }));

  it('needs TLS in production, and not elsewhere', () => {
    const plain = { ...vault, SUBJECT_KEYS_URL: 'http://keys:8200' };
    expect(faultsOf(plain)).toEqual(['SUBJECT_KEYS_URL is without TLS, which NODE_ENV=production refuses']);
    expect(faultsOf(plain, 'elsewhere')).toEqual([]);
  });
});

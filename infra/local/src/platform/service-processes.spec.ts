import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../config.js';
import { layoutOf } from './layout.js';
import { portsAt } from './ports.js';
import type { PrivateJwk, Secrets } from './secrets.js';
import { databaseUrl, serviceEnvironment } from './service-processes.js';
import { serviceNames } from './services.js';
import { localStoreUrls } from './store-processes.js';

const firstSigningKey: PrivateJwk = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: 'x',
  d: 'private',
  kid: 'local-k',
  alg: 'EdDSA',
  use: 'sig',
};
const secrets: Secrets = {
  firstSigningKey,
  bootstrapSecret: 'bootstrap',
  emailHmacKey: 'email',
  codeHmacKey: 'code',
  refreshHmacKey: 'refresh',
  cursorKey: 'cursor',
  paymentWebhookSecret: 'webhook',
  paymentProviderKey: 'provider',
  requestHashKeys: { identity: 'h1', gigs: 'h2', contracts: 'h3', payments: 'h4', disputes: 'h5', reputation: 'h6' },
};
const ports = portsAt(100);
const surroundings = { layout: layoutOf('data', 'logs'), ports, stores: localStoreUrls(ports), secrets, config: readConfig({}) };

describe('the environment of a service', () => {
  it('names its own port, database and request hash key', () => {
    expect(serviceEnvironment('gigs', surroundings)).toMatchObject({
      PORT: '8182',
      EVENTSTORE_URL: 'esdb://127.0.0.1:2213?tls=false',
      KAFKA_BROKERS: '127.0.0.1:9192',
      MONGODB_URL: 'mongodb://127.0.0.1:27117/guildhall_gigs?directConnection=true',
      REQUEST_HASH_KEY: 'h2',
      SANDBOX_MODE: 'true',
      CURSOR_KEY: 'cursor',
    });
  });

  it('gives the private signing key and the bootstrap secret to identity alone', () => {
    for (const name of serviceNames) {
      const variables = JSON.stringify(serviceEnvironment(name, surroundings));
      expect([name, variables.includes('private'), variables.includes('bootstrap')]).toEqual([
        name,
        name === 'identity',
        name === 'identity',
      ]);
    }
  });

  it('gives the provider’s key to payments alone', () => {
    const holders = serviceNames.filter((name) => 'PAYMENT_PROVIDER_KEY' in serviceEnvironment(name, surroundings));
    expect(holders).toEqual(['payments']);
  });
});

describe('the database of a service', () => {
  it.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/guildhall_gigs'],
    ['mongodb://127.0.0.1:27017/?directConnection=true', 'mongodb://127.0.0.1:27017/guildhall_gigs?directConnection=true'],
    ['mongodb://a:1,b:2/other?replicaSet=r', 'mongodb://a:1,b:2/guildhall_gigs?replicaSet=r'],
    ['mongodb+srv://user:word@cluster.example/', 'mongodb+srv://user:word@cluster.example/guildhall_gigs'],
  ])('at %s is %s', (server, database) => {
    expect(databaseUrl(server, 'gigs')).toBe(database);
  });

  it('needs a MongoDB', () => {
    expect(() => databaseUrl('postgres://127.0.0.1', 'gigs')).toThrow('has to be like mongodb://');
  });
});

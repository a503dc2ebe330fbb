import { describe, expect, it } from '@jest/globals';
import { metaProperties, serverProperties } from './server-properties.js';

describe('the broker settings', () => {
  const lines = serverProperties({ port: 19092, controllerPort: 19093, logDirectory: '/somewhere/data' }).split('\n');

  it('listen on the loopback address alone', () => {
    const listeners = lines.filter((line) => line.includes('listeners='));
    expect(listeners).toEqual([
      'listeners=CLIENTS://127.0.0.1:19092,CONTROLLER://127.0.0.1:19093',
      'advertised.listeners=CLIENTS://127.0.0.1:19092',
    ]);
    expect(lines).toContain('controller.quorum.voters=1@127.0.0.1:19093');
  });

  it('never expire facts or create topics by themselves', () => {
    expect(lines).toEqual(expect.arrayContaining(['log.retention.ms=-1', 'auto.create.topics.enable=false']));
    expect(lines).toContain('offsets.retention.minutes=525600');
  });

  it('name every key once', () => {
    const keys = lines.filter((line) => line !== '').map((line) => line.slice(0, line.indexOf('=')));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('give the storage the identity of its cluster', () => {
    expect(metaProperties('abc')).toBe('version=1\ncluster.id=abc\nnode.id=1\n');
  });

  it('secure every listener, deny by default and let the broker alone do everything', () => {
    const security = {
      keyStoreFile: '/somewhere/kafka.pem',
      trustStoreFile: '/somewhere/ca.crt',
      broker: { name: 'broker', password: 'one' },
      users: [{ name: 'gigs', password: 'two' }],
    };
    const secured = serverProperties({ port: 19092, controllerPort: 19093, logDirectory: '/somewhere/data', security }).split(
      '\n',
    );
    expect(secured).toEqual(
      expect.arrayContaining([
        'listener.security.protocol.map=CLIENTS:SASL_SSL,CONTROLLER:SASL_SSL',
        'allow.everyone.if.no.acl.found=false',
        'super.users=User:broker',
      ]),
    );
    const logins = secured.filter((line) => line.includes('jaas.config='));
    expect(logins).toHaveLength(2);
    for (const login of logins) expect(login).toContain('username="broker" password="one" user_broker="one" user_gigs="two";');
    expect(secured.join('\n')).not.toContain('PLAINTEXT');
  });
});

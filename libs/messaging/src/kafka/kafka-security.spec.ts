import { describe, expect, it } from '@jest/globals';
import { securitySettings } from './kafka-security.js';

describe('The security of a connection to Kafka', () => {
  it('in plain text sets nothing', () => expect(securitySettings({ kind: 'plaintext' })).toEqual({}));

  it('trusts the authority that is given, else those of the system', () => {
    expect(securitySettings({ kind: 'tls', ca: 'PEM' })).toEqual({ ssl: { ca: ['PEM'] } });
    expect(securitySettings({ kind: 'tls', ca: null })).toEqual({ ssl: true });
  });

  it('says who asks over TLS alone', () =>
    expect(
      securitySettings({ kind: 'sasl-tls', mechanism: 'scram-sha-512', username: 'gigs', password: 'word', ca: 'PEM' }),
    ).toEqual({ ssl: { ca: ['PEM'] }, sasl: { mechanism: 'scram-sha-512', username: 'gigs', password: 'word' } }));
});

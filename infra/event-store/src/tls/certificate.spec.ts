import { X509Certificate, createPrivateKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeCertificates } from './certificate.js';

const now = new Date('2026-03-01T12:00:00Z');
const made = makeCertificates(['localhost', '127.0.0.1', '::1', 'fe80::a:1', 'store.example'], now, 30);
const [authority, server] = [new X509Certificate(made.authority), new X509Certificate(made.certificate)];

describe('Self-made certificates', () => {
  it('chain from server to authority', () => {
    expect(authority.ca).toBe(true);
    expect(authority.verify(authority.publicKey)).toBe(true);
    expect(server.checkIssued(authority)).toBe(true);
    expect(server.verify(authority.publicKey)).toBe(true);
    expect(server.ca).toBe(false);
  });
  it('name hosts and addresses', () => {
    expect([server.checkHost('localhost'), server.checkHost('store.example')]).toEqual(['localhost', 'store.example']);
    expect([server.checkIP('127.0.0.1'), server.checkIP('::1'), server.checkIP('fe80::a:1')]).toEqual([
      '127.0.0.1',
      '::1',
      'fe80::a:1',
    ]);
    expect([server.checkHost('other.example'), server.checkIP('127.0.0.2')]).toEqual([undefined, undefined]);
  });
  it('hold from the day before for the days asked for', () => {
    expect(new Date(server.validFrom)).toEqual(new Date('2026-02-28T12:00:00Z'));
    expect(new Date(server.validTo)).toEqual(new Date('2026-03-31T12:00:00Z'));
  });
  it('come with the key of the server', () => {
    expect(server.checkPrivateKey(createPrivateKey(made.key))).toBe(true);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  });
});

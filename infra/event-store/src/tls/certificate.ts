import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';
import { bits, number, objectId, octets, sequence, set, small, tagged, text, utcTime, yes } from './der.js';

/** Object identifiers of RFC 5280 and RFC 5758. */
const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'));
const COMMON_NAME = objectId('2.5.4.3');
const SUBJECT_KEY_ID = objectId('2.5.29.14');
const KEY_USAGE = objectId('2.5.29.15');
const SUBJECT_ALTERNATIVE_NAME = objectId('2.5.29.17');
const BASIC_CONSTRAINTS = objectId('2.5.29.19');
const AUTHORITY_KEY_ID = objectId('2.5.29.35');
const EXTENDED_KEY_USAGE = objectId('2.5.29.37');
const SERVER_AUTHENTICATION = objectId('1.3.6.1.5.5.7.3.1');

const DAY_MS = 86_400_000;

/** PEM texts. The authority's key is gone once the certificate is signed: nobody can issue another in its name. */
export type SelfMade = Readonly<{ authority: string; certificate: string; key: string }>;

/** Makes an authority and a server certificate for these host names and addresses, valid from yesterday for `days`. */
export function makeCertificates(hosts: readonly string[], now: Date, days: number): SelfMade {
  const [authority, server] = [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ];
  // A day back: clocks of containers and machines differ.
  const validity = sequence(utcTime(new Date(now.getTime() - DAY_MS)), utcTime(new Date(now.getTime() + days * DAY_MS)));
  const [issuer, subject] = [nameOf('Event store development authority'), nameOf('eventstoredb-node')];
  const issue = (whose: Buffer, publicKey: KeyObject, extensions: readonly Buffer[]): string =>
    certificate({ issuer, subject: whose, validity, publicKey, extensions }, authority.privateKey);
  return {
    authority: issue(issuer, authority.publicKey, [
      extension(BASIC_CONSTRAINTS, 'critical', sequence(yes, small(0))),
      extension(KEY_USAGE, 'critical', bits(Buffer.from([0x06]), 1)), // keyCertSign, cRLSign
      extension(SUBJECT_KEY_ID, 'plain', octets(keyIdOf(authority.publicKey))),
    ]),
    certificate: issue(subject, server.publicKey, [
      extension(BASIC_CONSTRAINTS, 'critical', sequence()),
      extension(KEY_USAGE, 'critical', bits(Buffer.from([0x80]), 7)), // digitalSignature
      extension(EXTENDED_KEY_USAGE, 'plain', sequence(SERVER_AUTHENTICATION)),
      extension(SUBJECT_ALTERNATIVE_NAME, 'plain', sequence(...hosts.map(alternativeName))),
      extension(SUBJECT_KEY_ID, 'plain', octets(keyIdOf(server.publicKey))),
      extension(AUTHORITY_KEY_ID, 'plain', sequence(tagged(0x80, keyIdOf(authority.publicKey)))),
    ]),
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

type Content = Readonly<{
  issuer: Buffer;
  subject: Buffer;
  validity: Buffer;
  publicKey: KeyObject;
  extensions: readonly Buffer[];
}>;

function certificate({ issuer, subject, validity, publicKey, extensions }: Content, signer: KeyObject): string {
  const content = sequence(
    tagged(0xa0, small(2)), // version 3
    number(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ECDSA_WITH_SHA256,
    issuer,
    validity,
    subject,
    spki(publicKey),
    tagged(0xa3, sequence(...extensions)),
  );
  const der = sequence(content, ECDSA_WITH_SHA256, bits(sign('sha256', content, signer)));
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

const nameOf = (commonName: string): Buffer => sequence(set(sequence(COMMON_NAME, text(commonName))));
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
// Any value unique to the key serves (RFC 5280, 4.2.1.2).
const keyIdOf = (key: KeyObject): Buffer => createHash('sha256').update(spki(key)).digest().subarray(0, 20);

const extension = (id: Buffer, weight: 'critical' | 'plain', value: Buffer): Buffer =>
  sequence(id, ...(weight === 'critical' ? [yes] : []), octets(value));

function alternativeName(host: string): Buffer {
  return isIP(host) === 0 ? tagged(0x82, Buffer.from(host, 'ascii')) : tagged(0x87, addressOf(host));
}

function addressOf(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail] = address.split('::');
  const groups = (half: string | undefined): string[] => (half === undefined || half === '' ? [] : half.split(':'));
  const [before, after] = [groups(head), groups(tail)];
  const filled = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return Buffer.from(filled.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

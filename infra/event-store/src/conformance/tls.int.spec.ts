import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import grpc from '@grpc/grpc-js';
import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';
import { UnusableOptions } from '../options/unusable-options.js';
import { makeCertificates } from '../tls/certificate.js';
import { collect, connect, failure, noted } from './fixture.js';
import { PASSWORDS, startSecureFixture, type SecureFixture } from './secure-fixture.js';

let fixture: SecureFixture;
beforeAll(async () => {
  fixture = await startSecureFixture();
}, 30_000);
afterAll(() => fixture.stop());

const trusting = (): string => `tls=true&tlsCAFile=${encodeURIComponent(fixture.authorityFile)}`;
const login = `ann:${encodeURIComponent(PASSWORDS.ann)}`;

async function answers(client: EventStoreDBClient, stream: string): Promise<void> {
  await client.appendToStream(stream, noted(1));
  expect(await collect(client.readStream(stream))).toHaveLength(1);
  await client.dispose();
}

describe('Over TLS', () => {
  it.each([
    ['one endpoint', (port: number) => `esdb://${login}@127.0.0.1:${port}?${trusting()}`],
    ['one endpoint by name', (port: number) => `esdb://${login}@localhost:${port}?${trusting()}`],
    ['several endpoints', (port: number) => `esdb://${login}@127.0.0.1:${port},127.0.0.1:1?${trusting()}`],
    ['discovery', (port: number) => `esdb+discover://${login}@127.0.0.1:${port}?${trusting()}`],
  ])('a connection string with %s connects', async (name, address) => {
    await answers(EventStoreDBClient.connectionString(address(fixture.server.port)), `over-tls-${name.replaceAll(' ', '-')}`);
  });
  it('HTTP answers on the same port', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const url = `https://localhost:${fixture.server.port}/gossip`;
    get(url, { ca: fixture.authority }, (response) => void json(response).then(resolve, reject)).on('error', reject);
    expect(await promise).toMatchObject({ serverIp: 'localhost', serverPort: fixture.server.port });
  });
  it('a client that speaks in the clear is not served', async () => {
    const client = connect(fixture.server.port);
    expect(await failure(client.appendToStream('s', noted(1)))).toMatchObject({ code: grpc.status.UNAVAILABLE });
    await client.dispose();
    await expect(fetch(`http://127.0.0.1:${fixture.server.port}/ping`)).rejects.toThrow();
  });
  it('a client that does not know the authority does not connect', async () => {
    const client = EventStoreDBClient.connectionString(`esdb://${login}@127.0.0.1:${fixture.server.port}?tls=true`);
    expect(await failure(client.appendToStream('s', noted(1)))).toMatchObject({ code: grpc.status.UNAVAILABLE });
    await client.dispose();
  });
});

describe('A server for development', () => {
  it('makes its certificates once, tells where they are, and lets admin in', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
    const start = () => EventStoreServer.start({ data: folder, dev: true });
    const first = await start();
    expect(first.connectionString).toContain(encodeURIComponent(join(folder, 'certificates', 'ca.crt')));
    await answers(EventStoreDBClient.connectionString(first.connectionString.replace('//', '//admin:changeit@')), 'first');
    await first.close();
    const made = await readFile(join(folder, 'certificates', 'node.crt'), 'utf8');
    expect((await stat(join(folder, 'certificates', 'node.key'))).mode & 0o777).toBe(0o600);
    const second = await start();
    await answers(EventStoreDBClient.connectionString(second.connectionString.replace('//', '//ops:changeit@')), 'second');
    await second.close();
    expect(await readFile(join(folder, 'certificates', 'node.crt'), 'utf8')).toBe(made);
    await rm(folder, { recursive: true });
  }, 30_000);
  it('in memory leaves no certificates behind', async () => {
    const server = await EventStoreServer.start({ memory: true, dev: true });
    const file = decodeURIComponent(server.connectionString.split('tlsCAFile=')[1] ?? '');
    expect(await readFile(file, 'utf8')).toContain('BEGIN CERTIFICATE');
    await server.close();
    await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
  }, 30_000);
});

describe('Certificates that cannot serve', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
    const [one, other] = [makeCertificates(['localhost'], new Date(), 2), makeCertificates(['localhost'], new Date(), 2)];
    const old = makeCertificates(['localhost'], new Date('2024-01-10T00:00:00Z'), 2);
    for (const name of ['roots', 'strangers', 'none']) await mkdir(file(name));
    await writeFile(file('node.crt'), one.certificate);
    await writeFile(file('node.key'), one.key);
    await writeFile(join(file('roots'), 'ca.crt'), one.authority);
    await writeFile(join(file('strangers'), 'ca.crt'), other.authority);
    await writeFile(file('other.key'), other.key);
    await writeFile(file('old.crt'), old.certificate);
    await writeFile(file('old.key'), old.key);
    await writeFile(file('text'), 'no certificate');
  });
  afterAll(() => rm(folder, { recursive: true }));
  const started = (certificate: string, key: string, roots?: string): Promise<EventStoreServer> =>
    EventStoreServer.start({
      memory: true,
      defaultAdminPassword: 'x',
      certificateFile: file(certificate),
      certificatePrivateKeyFile: file(key),
      ...(roots !== undefined && { trustedRootCertificatesPath: file(roots) }),
    });

  it.each([
    ['are missing', 'absent', 'node.key', undefined, /^The certificate .*absent cannot be read: /],
    ['are none', 'text', 'node.key', undefined, /^The certificate .*text holds no PEM certificate\.$/],
    ['have a key that is none', 'node.crt', 'text', undefined, /^The private key .*text is not a PEM key without passphrase\.$/],
    [
      'have the key of another',
      'node.crt',
      'other.key',
      undefined,
      /^The private key .* does not belong to the certificate .*\.$/,
    ],
    ['have expired', 'old.crt', 'old.key', undefined, /^The certificate .* expired on Jan 12 .* 2024 GMT\.$/],
    [
      'come from elsewhere',
      'node.crt',
      'node.key',
      'strangers',
      /^The certificate .* does not come from a root certificate in .*\.$/,
    ],
    ['come from nowhere', 'node.crt', 'node.key', 'none', /^The certificate .* does not come from a root certificate in .*\.$/],
  ])('because they %s stop the start with one sentence', async (_why, certificate, key, roots, sentence) => {
    const refused = await failure(started(certificate, key, roots));
    expect(refused).toBeInstanceOf(UnusableOptions);
    expect(refused['message']).toMatch(sentence);
  });
  it('serve where a trusted root issued them', async () => {
    const server = await started('node.crt', 'node.key', 'roots');
    expect(server.connectionString).toBe(`esdb://127.0.0.1:${server.port}?tls=true`);
    await server.close();
  });
});

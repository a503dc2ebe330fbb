import { describe, expect, it } from '@jest/globals';
import type { Options } from './option-table.js';
import { settingsOf, withDefaults } from './settings.js';
import { UnusableOptions } from './unusable-options.js';

const settings = (given: Partial<Options>) => settingsOf(withDefaults({ memory: true, ...given }));
const files = { certificateFile: 'c', certificatePrivateKeyFile: 'k' };

describe('A server without further options', () => {
  it.each(['127.0.0.1', '127.1.2.3', '::1', 'localhost'])('is open on %s', (host) => {
    expect(settings({ host }).security).toEqual({ kind: 'open' });
  });
  it('has AtomPub, projections and scavenging off and its pages on', () => {
    expect(settings({})).toMatchObject({
      data: ':memory:',
      http: { atomPub: 'off', pages: 'on' },
      projections: { run: 'None', startStandard: false },
      scavengeEvery: undefined,
      anonymous: { streams: 'refused', endpoints: 'refused' },
      timeouts: { prepareMs: 2_000, commitMs: 2_000 },
      statsPeriodMs: 30_000,
    });
  });
});

describe('Security', () => {
  it('is given up anywhere by saying so', () => {
    expect(settings({ host: '0.0.0.0', insecure: true }).security).toEqual({ kind: 'open' });
  });
  it('comes with a certificate and an administrator', () => {
    expect(settings({ ...files, host: '0.0.0.0', defaultAdminPasswordFile: 'p' }).security).toEqual({
      kind: 'guarded',
      tls: { kind: 'files', certificate: 'c', key: 'k', roots: undefined },
      users: undefined,
      passwords: { admin: { kind: 'file', file: 'p' }, ops: undefined },
    });
  });
  it('may leave TLS to a front', () => {
    expect(settings({ users: 'u' }).security).toMatchObject({ kind: 'guarded', tls: undefined, users: 'u' });
  });
  it('for development makes certificates and knows the documented password', () => {
    const { security, http, projections } = settings({ dev: true });
    expect(security).toMatchObject({ tls: { kind: 'self-made' }, passwords: { admin: { password: 'changeit' } } });
    expect([http.atomPub, projections]).toEqual(['on', { run: 'System', startStandard: true }]);
  });
});

describe('Options that do not go together are refused', () => {
  it.each<[Partial<Options>, string]>([
    [{ memory: false }, 'Name the folder of the log with --data FOLDER, or use --memory for one that forgets.'],
    [{ host: '0.0.0.0' }, 'Host 0.0.0.0 can be reached from elsewhere: name a certificate, use --dev, or accept --insecure.'],
    [
      { host: '10.127.0.1' },
      'Host 10.127.0.1 can be reached from elsewhere: name a certificate, use --dev, or accept --insecure.',
    ],
    [
      { insecure: false },
      'Secure mode needs a certificate: name --certificate-file and --certificate-private-key-file, or use --dev.',
    ],
    [{ insecure: true, users: 'u' }, '--insecure contradicts certificates, --dev, users and passwords: leave one side out.'],
    [{ insecure: true, dev: true }, '--insecure contradicts certificates, --dev, users and passwords: leave one side out.'],
    [{ certificateFile: 'c' }, '--certificate-file and --certificate-private-key-file belong together: name both.'],
    [{ trustedRootCertificatesPath: 'r' }, '--trusted-root-certificates-path means nothing without --certificate-file.'],
    [
      files,
      'Secure mode needs an administrator: set EVENTSTORE_DEFAULT_ADMIN_PASSWORD, its _FILE form, or name a file of users with --users.',
    ],
    [
      { dev: true, host: '0.0.0.0' },
      'Secure mode needs an administrator: set EVENTSTORE_DEFAULT_ADMIN_PASSWORD, its _FILE form, or name a file of users with --users.',
    ],
    [
      { defaultAdminPassword: 'a', defaultAdminPasswordFile: 'b' },
      "The password of 'admin' is given twice: as a text and as a file.",
    ],
  ])('%j', (given, sentence) => {
    expect(() => settings(given)).toThrow(new UnusableOptions(sentence));
  });
});

describe('Options from JavaScript are refused', () => {
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ prot: 1 }, "'prot' is no option of this server."],
    [{ port: 65_536 }, "The option 'port' takes a number from 0 to 65535, not '65536'."],
    [{ port: '2113' }, "The option 'port' takes a number from 0 to 65535, not '2113'."],
    [{ memory: 'yes' }, "The option 'memory' takes true or false, not 'yes'."],
    [{ runProjections: 'all' }, "The option 'runProjections' takes one of None, System, All, not 'all'."],
    [{ data: '' }, "The option 'data' takes a text, not ''."],
    [{ scavengeEvery: 0.5 }, "The option 'scavengeEvery' takes a time such as 30s, 90m, 24h or 7d, not '0.5'."],
  ])('%j', (given, sentence) => {
    expect(() => withDefaults(given)).toThrow(new UnusableOptions(sentence));
  });
});

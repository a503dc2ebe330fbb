import { describe, expect, it } from '@jest/globals';
import { parseOptions, type Parsed } from './parse-options.js';
import { UnusableOptions } from './unusable-options.js';

type Given = Readonly<{ argv?: string; environment?: Record<string, string>; file?: string }>;
const parse = ({ argv = '', environment = {}, file = '' }: Given): Parsed =>
  parseOptions({ argv: argv.split(' ').filter(Boolean), environment, readFile: () => file });

describe('Options', () => {
  it('have defaults', () => {
    expect(parse({}).options).toMatchObject({
      port: 2113,
      host: '127.0.0.1',
      memory: false,
      data: undefined,
      insecure: undefined,
      maxAppendSize: 1_048_576,
      runProjections: 'None',
    });
  });
  it.each([
    ['--port 4000 --data d --host ::1'],
    ['--node-port=4000 --db=d --node-ip=::1'],
    ['--http-port 4000 --db d --ext-ip ::1'],
  ])('are read from %s', (argv) => {
    expect(parse({ argv }).options).toMatchObject({ port: 4000, data: 'd', host: '::1' });
  });
  it('take a flag alone, or with its value, for true and false', () => {
    expect(parse({ argv: '--memory --insecure --port 1' }).options).toMatchObject({ memory: true, insecure: true, port: 1 });
    expect(parse({ argv: '--memory false --insecure=FALSE --dev 1' }).options).toMatchObject({
      memory: false,
      insecure: false,
      dev: true,
    });
  });
  it('are read from the variables of the original, older names included', () => {
    const environment = { EVENTSTORE_HTTP_PORT: '1', EVENTSTORE_MEM_DB: 'True', EVENTSTORE_RUN_PROJECTIONS: 'all', PATH: 'x' };
    expect(parse({ environment }).options).toMatchObject({ port: 1, memory: true, runProjections: 'All' });
    expect(parse({ environment: { ...environment, EVENTSTORE_NODE_PORT: '2' } }).options.port).toBe(2);
  });
  it('are read from a file in YAML', () => {
    const file =
      '---\n# ours\nNodePort: 4000\nDb: "/var/x y" # a folder\nMemDb: false\nRunProjections:  System\n\nCertificateFile:\n';
    expect(parse({ argv: '--config a.conf', file }).options).toMatchObject({
      port: 4000,
      data: '/var/x y',
      memory: false,
      runProjections: 'System',
      certificateFile: undefined,
    });
  });
  it('are read from a file in JSON, named by a variable', () => {
    const file = '{"NodePort": 4000, "mem-db": true, "DB": "d"}';
    expect(parse({ environment: { EVENTSTORE_CONFIG: 'a.json' }, file }).options).toMatchObject({
      port: 4000,
      memory: true,
      data: 'd',
    });
  });
  it('on the command line win over variables, which win over the file', () => {
    const given = { environment: { EVENTSTORE_NODE_PORT: '2', EVENTSTORE_NODE_IP: 'v' }, file: 'NodePort: 3\nNodeIp: f\nDb: f' };
    expect(parse({ argv: '--port 1 --config c', ...given }).options).toMatchObject({ port: 1, host: 'v', data: 'f' });
  });
  it('take times with their unit', () => {
    expect(parse({ argv: '--scavenge-every 24h' }).options.scavengeEvery).toBe(86_400_000);
    expect(parse({ argv: '--scavenge-every 250ms' }).options.scavengeEvery).toBe(250);
  });
  it('of the original that change nothing are named, not refused', () => {
    const { ignored } = parse({ argv: '--cluster-size 1', environment: { EVENTSTORE_EXT_TCP_PORT: '1113' }, file: '' });
    expect(ignored).toEqual(['--cluster-size', 'EVENTSTORE_EXT_TCP_PORT']);
  });
  it('that are usual in containers of the original are all understood', () => {
    const environment = {
      EVENTSTORE_CLUSTER_SIZE: '1',
      EVENTSTORE_RUN_PROJECTIONS: 'All',
      EVENTSTORE_START_STANDARD_PROJECTIONS: 'true',
      EVENTSTORE_EXT_TCP_PORT: '1113',
      EVENTSTORE_HTTP_PORT: '2113',
      EVENTSTORE_INSECURE: 'true',
      EVENTSTORE_ENABLE_EXTERNAL_TCP: 'true',
      EVENTSTORE_ENABLE_ATOM_PUB_OVER_HTTP: 'true',
      EVENTSTORE_MEM_DB: 'true',
      EVENTSTORE_COMMIT_TIMEOUT_MS: '10000',
      EVENTSTORE_PREPARE_TIMEOUT_MS: '99000',
      EVENTSTORE_MAX_APPEND_SIZE: '16767216',
      EVENTSTORE_WRITE_TIMEOUT_MS: '10000',
      EVENTSTORE_LOG_LEVEL: 'Verbose',
      EVENTSTORE_TELEMETRY_OPTOUT: 'true',
    };
    const { options } = parse({ environment });
    expect(options).toMatchObject({ insecure: true, memory: true, enableAtomPubOverHttp: true, maxAppendSize: 16_767_216 });
  });
  it('that nobody knows are named where they are allowed', () => {
    expect(parse({ argv: '--unheard-of x --allow-unknown-options' }).ignored).toEqual(['--unheard-of']);
  });
});

describe('Options are refused with one sentence', () => {
  it.each<[Given, string]>([
    [{ argv: '--port seven' }, "--port takes a number from 0 to 65535, not 'seven'."],
    [{ argv: '--port 65536' }, "--port takes a number from 0 to 65535, not '65536'."],
    [{ environment: { EVENTSTORE_HTTP_PORT: '-1' } }, "EVENTSTORE_HTTP_PORT takes a number from 0 to 65535, not '-1'."],
    [{ argv: '--insecure=perhaps' }, "--insecure takes true or false, not 'perhaps'."],
    [{ argv: '--run-projections Some' }, "--run-projections takes one of None, System, All, not 'Some'."],
    [{ argv: '--config c', file: 'NodePort: x' }, "NodePort in c takes a number from 0 to 65535, not 'x'."],
    [{ argv: '--config c', file: 'Unheard: x' }, 'Unheard in c is no option of this server: --help lists them all.'],
    [{ argv: '--config c', file: 'Nested:\n  - a' }, "Line 2 of c is not of the form 'Name: value'."],
    [{ argv: '--config c', file: '{"NodePort": [1]}' }, 'NodePort in c takes a single value.'],
    [{ argv: '--scavenge-every 24' }, "--scavenge-every takes a time such as 30s, 90m, 24h or 7d, not '24'."],
    [{ argv: '--scavenge-every 0h' }, "--scavenge-every takes a time such as 30s, 90m, 24h or 7d, not '0h'."],
    [{ argv: '--prot 1' }, '--prot is no option of this server: --help lists them all.'],
    [{ environment: { EVENTSTORE_PROT: '1' } }, 'EVENTSTORE_PROT is no option of this server: --help lists them all.'],
    [{ argv: 'serve' }, "'serve' is neither a flag nor a command: --help lists them all."],
    [{ argv: '--port 1 --port 2' }, '--port is given twice.'],
    [{ argv: '--data --memory' }, '--data needs a value: a text.'],
    [
      { argv: '--default-admin-password hush' },
      '--default-admin-password would show a password to everybody on this machine: give it as a variable or in a file.',
    ],
    [
      { argv: '--default-ops-password=hush' },
      '--default-ops-password would show a password to everybody on this machine: give it as a variable or in a file.',
    ],
  ])('%j', (given, sentence) => {
    expect(() => parse(given)).toThrow(new UnusableOptions(sentence));
  });
});

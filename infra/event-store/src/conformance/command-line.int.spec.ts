import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { matchesHash } from '../access/password.js';
import { ensureBuilt } from './child-process.js';
import { collect, connect, noted } from './fixture.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
let folder: string;
beforeAll(async () => {
  await ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

type Environment = Readonly<Record<string, string>>;
type Said = Readonly<{ code: number; stdout: string; stderr: string }>;
const run = async (argv: readonly string[], env: Environment = {}): Promise<Said> => {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [CLI, ...argv], { env })) };
  } catch (error) {
    return error as Said;
  }
};

/** Starts the program, waits until it is ready, and ends it after the act. Answers what it said on its error output. */
async function serving(argv: readonly string[], env: Environment, act: (port: number) => Promise<void>): Promise<string> {
  const child = spawn(process.execPath, [CLI, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const ended = exited.then(() => Promise.reject(new Error(`It ended before it was ready: ${said}`)));
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line') as Promise<[string]>, ended]);
  ended.catch(() => undefined);
  try {
    await act(Number(/:(\d+)$/.exec(line)?.[1]));
  } finally {
    child.kill('SIGTERM');
  }
  expect(await exited).toEqual([0, null]);
  return said;
}

describe('The program', () => {
  it('lists every option and command', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const word of ['--data FOLDER', 'EVENTSTORE_DEV', 'event-store backup', 'event-store hash-password'])
      expect(stdout).toContain(word);
  });
  it.each<[readonly string[], Environment, string]>([
    [[], {}, 'Name the folder of the log with --data FOLDER, or use --memory for one that forgets.\n'],
    [['--memory', '--prot', '1'], {}, '--prot is no option of this server: --help lists them all.\n'],
    [['--memory'], { EVENTSTORE_PROT: '1' }, 'EVENTSTORE_PROT is no option of this server: --help lists them all.\n'],
    [
      ['--memory', '--default-admin-password', 'x'],
      {},
      '--default-admin-password would show a password to everybody on this machine: give it as a variable or in a file.\n',
    ],
    [
      ['--memory', '--host', '0.0.0.0'],
      {},
      'Host 0.0.0.0 can be reached from elsewhere: name a certificate, use --dev, or accept --insecure.\n',
    ],
  ])('refuses %j with %j in one sentence', async (argv, env, sentence) => {
    expect(await run(argv, env)).toMatchObject({ code: 1, stdout: '', stderr: sentence });
  });
  it('refuses a port in use in one sentence', async () => {
    await serving(['--memory', '--port', '0'], {}, async (port) => {
      const { code, stderr } = await run(['--memory', '--port', String(port)]);
      expect([code, stderr]).toEqual([
        1,
        `Port ${port} on 127.0.0.1 is in use: stop the other process or choose another with --port.\n`,
      ]);
    });
  });
  it('is set up by variables of the original and a file of options', async () => {
    const file = join(folder, 'eventstore.conf');
    await writeFile(file, `---\nDb: ${join(folder, 'data')}\nMaxAppendSize: 100\nEnableAtomPubOverHttp: true\n`);
    const env = { EVENTSTORE_CONFIG: file, EVENTSTORE_NODE_PORT: '0', EVENTSTORE_CLUSTER_SIZE: '1', EVENTSTORE_INSECURE: 'true' };
    const said = await serving([], env, async (port) => {
      const client = connect(port);
      await client.appendToStream('s', noted(1));
      const large = { ...noted(1), data: { text: 'x'.repeat(200) } } as never;
      await expect(client.appendToStream('s', large)).rejects.toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: 100,
      });
      expect((await fetch(`http://127.0.0.1:${port}/streams/s`)).status).toBe(200);
      await client.dispose();
    });
    expect(said).toBe('Without effect here: EVENTSTORE_CLUSTER_SIZE.\n');
  });
  it('sends clients that discover it where it is told to', async () => {
    const argv = ['--memory', '--port', '0', '--advertise-host-to-client-as', 'localhost'];
    await serving(argv, {}, async (port) => {
      const { members } = (await (await fetch(`http://127.0.0.1:${port}/gossip`)).json()) as { members: object[] };
      expect(members).toEqual([expect.objectContaining({ httpEndPointIp: 'localhost', httpEndPointPort: port })]);
      const client = EventStoreDBClient.connectionString(`esdb+discover://127.0.0.1:${port}?tls=false`);
      await client.appendToStream('s', noted(1));
      expect(await collect(client.readStream('s'))).toHaveLength(1);
      await client.dispose();
    });
  });
  it('hashes a password from its input', async () => {
    const child = spawn(process.execPath, [CLI, 'hash-password'], { stdio: ['pipe', 'pipe', 'inherit'] });
    child.stdin.end('a secret\n');
    const hash = Buffer.concat((await child.stdout.toArray()) as Buffer[])
      .toString()
      .trim();
    expect(await matchesHash('a secret', hash)).toBe(true);
  });
});

import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { pauseFor } from '../../../subscriptions/backoff.js';
import { VaultHttp } from '../vault-http.js';
import { ENDLESS, TEST_PLACES, type TokenLife, type TokenOwner, type VaultServer } from './vault-server.js';

/** A start takes half a second; on a full machine longer. */
const START_MS = 60_000;
const SET_UP = resolve(import.meta.dirname, '../../../../../../deploy/examples/09-key-store/set-up.sh');
const CA_FILE = 'vault-ca.pem';
const ADMINISTRATOR = 'administrator-of-this-run';

/**
 * OpenBao with everything in memory and a certificate of its own making, on a free port, set up by the script of
 * `deploy/examples/09-key-store`: both mounts, the wrapping key and a policy a service. End it with `stop`.
 */
export class RealVault implements VaultServer {
  readonly places = TEST_PLACES;

  private constructor(
    private readonly program: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly url: string,
    readonly ca: string,
    private readonly http: VaultHttp,
  ) {}

  /** `program`: `bao`. Rejects with what it said when it ends at once. */
  static async start(program: string): Promise<RealVault> {
    const folder = await mkdtemp(join(tmpdir(), 'guildhall-vault-'));
    const port = await freePort();
    const args = ['-dev', '-dev-tls', `-dev-tls-cert-dir=${folder}`, '-dev-no-store-token', '-log-level=error'];
    const own = [`-dev-listen-address=127.0.0.1:${port}`, `-dev-root-token-id=${ADMINISTRATOR}`];
    const child = spawn('env', [`HOME=${folder}`, program, 'server', ...args, ...own], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const url = `https://127.0.0.1:${port}`;
    const started = await untilStarted(child, url, join(folder, CA_FILE));
    if (!started) {
      await ended(child);
      await rm(folder, { recursive: true, force: true });
      throw new Error(`The key store did not start: ${said}`);
    }
    const server = new RealVault(program, child, folder, url, started.ca, started.http);
    try {
      await server.setUp();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async token(owner: TokenOwner, { seconds, lastSeconds }: TokenLife = ENDLESS): Promise<string> {
    const policies = owner === 'everything' ? ['root'] : [policyOf(owner)];
    const life = {
      ...(seconds === 0 ? {} : { ttl: `${seconds}s` }),
      ...(lastSeconds === 0 ? {} : { explicit_max_ttl: `${lastSeconds}s` }),
    };
    const made = await this.administer('POST', 'auth/token/create', { policies, no_default_policy: true, ...life });
    return (made as { auth: { client_token: string } }).auth.client_token;
  }

  async revoke(token: string): Promise<void> {
    await this.administer('POST', 'auth/token/revoke', { token });
  }

  /** Asks as an administrator. */
  async administer(method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
    const answer = await this.http.ask({ method, path, token: ADMINISTRATOR, ...(body ? { body } : {}) });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.said}`);
    return answer.body;
  }

  async stop(): Promise<void> {
    this.http.close();
    await ended(this.child);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async setUp(): Promise<void> {
    const { url, folder, program } = this;
    const server = [`BAO_ADDR=${url}`, `BAO_TOKEN=${ADMINISTRATOR}`, `BAO_CACERT=${join(folder, CA_FILE)}`];
    await promisify(execFile)('env', [`HOME=${folder}`, `PROGRAM=${program}`, ...server, 'sh', SET_UP]);
  }
}

const policyOf = (service: string): string => `guildhall-${service}`;

const untilStarted = async (
  child: ChildProcess,
  url: string,
  caFile: string,
): Promise<Readonly<{ ca: string; http: VaultHttp }> | null> => {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const ca = await readFile(caFile, 'utf8').catch(() => null);
    if (ca !== null) {
      const http = new VaultHttp({ url, ca, timeoutMs: START_MS });
      const health = await http.ask({ method: 'GET', path: 'sys/health', token: null }).catch(() => null);
      if (health?.status === 200) return { ca, http };
      http.close();
    }
    await pauseFor(50);
  }
  return null;
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

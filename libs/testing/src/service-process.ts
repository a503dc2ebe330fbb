import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestServers } from './config.js';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';

const READY_MS = 60_000;

export type ServiceProcessOptions = Readonly<{
  /** Name of the service: its path prefix and the name of its database. */
  service: string;
  /** Folder of its built programs, e.g. `new URL('../dist/', import.meta.url)`. */
  programs: URL;
  servers: TestServers;
  /** Variables beside those that every service reads; `folder` is the process's own and goes with it. */
  variables: (at: Readonly<{ folder: string; url: string }>) => Readonly<Record<string, string>>;
}>;

/** `key`: the `Idempotency-Key`; a POST gets a new one unless null. */
export type ProcessRequest = Readonly<{
  token?: string | undefined;
  key?: string | null | undefined;
  headers?: Readonly<Record<string, string>> | undefined;
  body?: unknown;
}>;
/** Headers in lower case; the body is undefined where there is none. */
export type ProcessAnswer = Readonly<{ status: number; body: unknown; headers: Readonly<Record<string, string>> }>;

/** What a program printed on both outputs, and how it ended. */
export type Ran = Readonly<{ code: number | null; output: string }>;

/** A secret as configuration wants it: 32 random bytes. */
export const testSecret = (): string => randomBytes(32).toString('base64url');

/**
 * A built service as a process on the real servers, on a free port, with a folder and a database of its own. It must have been built;
 * what is not ready in time rejects. Close it in `afterAll`: folder and process go.
 */
export class ServiceProcess {
  private readonly companions: ChildProcess[] = [];
  private child: ChildProcess | null = null;

  private constructor(
    private readonly options: ServiceProcessOptions,
    readonly folder: string,
    /** Where it listens, without a path. */
    readonly url: string,
    readonly environment: Readonly<Record<string, string>>,
  ) {}

  /** Takes a port and a folder; nothing runs yet. */
  static async prepare(options: ServiceProcessOptions): Promise<ServiceProcess> {
    const { service, servers, variables } = options;
    const folder = await mkdtemp(join(tmpdir(), `guildhall-${service}-`));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const database = `guildhall_${service}_${randomBytes(4).toString('hex')}`;
    const environment = {
      NODE_ENV: 'test',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
      EVENTSTORE_URL: servers.eventStoreUrl,
      KAFKA_BROKERS: servers.kafkaBrokers,
      MONGODB_URL: `${servers.mongodbUrl}/${database}?directConnection=true`,
      SUBJECT_KEYS_PATH: join(folder, 'keys.sqlite'),
      SANDBOX_MODE: 'true',
      RATE_LIMITS: 'journeys',
      REQUEST_HASH_KEY: testSecret(),
      ...variables({ folder, url }),
    };
    return new ServiceProcess(options, folder, url, environment);
  }

  /** Starts the service and waits until it is ready and `isLive`: a query answers, so its read models are there. */
  async start(isLive: () => Promise<boolean> = () => Promise.resolve(true)): Promise<void> {
    const { service } = this.options;
    this.child = this.spawn(this.programOf('main.js'), [], this.environment);
    await isReady(service, this.url);
    await eventually(`read models of ${service} are live`, isLive, READY_MS);
  }

  /** Starts a further program that the service needs, e.g. a provider; it ends with `close`. Resolves when it is ready. */
  async startBeside(
    what: string,
    program: string,
    args: readonly string[],
    at: string,
    variables: NodeJS.ProcessEnv,
  ): Promise<void> {
    this.companions.push(this.spawn(program, args, variables));
    await isReady(what, at);
  }

  /** Ends the service alone: SIGKILL in the middle of whatever it does, or in order. */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (child) await ended(child, signal);
  }

  async close(): Promise<void> {
    await this.end('SIGTERM');
    await Promise.all(this.companions.map((child) => ended(child, 'SIGTERM')));
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Runs a program of the service beside it, in its environment: `run('rebuild.main.js')`. */
  async run(program: string, ...args: readonly string[]): Promise<Ran> {
    const child = spawn(process.execPath, [this.programOf(program), ...args], { env: this.environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  /** One request; `path` begins with the service's prefix. Answers whatever comes. */
  async send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    request: ProcessRequest = {},
  ): Promise<ProcessAnswer> {
    const { token, body, headers } = request;
    const key = request.key === undefined && method === 'POST' ? randomUUID() : request.key;
    const answer = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(key !== undefined && key !== null && { 'idempotency-key': key }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
      headers: Object.fromEntries(answer.headers),
    };
  }

  private programOf(name: string): string {
    return fileURLToPath(new URL(name, this.options.programs));
  }

  private spawn(program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
    return spawn(process.execPath, [program, ...args], { env, stdio: ['ignore', 'inherit', 'inherit'] });
  }
}

const isReady = (what: string, url: string): Promise<true> =>
  eventually<true>(`${what} is ready`, async () => (await fetch(`${url}/health/ready`)).ok || undefined, READY_MS);

const ended = async (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
};

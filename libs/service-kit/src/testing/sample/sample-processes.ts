import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { topicOf } from '@guildhall/event-catalogue';
import { newId, type ServiceName } from '@guildhall/kernel';
import { makeTopics, noLog } from '@guildhall/messaging';
import { eventually, freePort, type TestServers } from '@guildhall/testing';
import { TestTokens, type TestPerson } from '../test-tokens.js';

const MAIN = fileURLToPath(new URL('../../../dist/testing/sample/sample.main.js', import.meta.url));
/** A start reads the shared log a few times; at a full machine that is 10 s each. */
const READY_MS = 180_000;

export type Answer = Readonly<{ status: number; body: unknown; headers: Headers }>;
export type LagLine = Readonly<{ runner: string; state: string }>;

/** The sample service in processes of its own, built (`npm run build`), under a name and topic that no other suite has. */
export class SampleProcesses {
  /** Letters only: it is part of stream names. */
  readonly service = `kit${[...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')}` as ServiceName;
  private readonly tokens = new TestTokens(() => Date.now());
  private readonly hashKey = randomBytes(32).toString('base64url');
  private readonly started: SampleProcess[] = [];
  private folder = '';

  constructor(private readonly servers: TestServers) {}

  async prepare(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'guildhall-sample-'));
    const endpoint = { brokers: this.servers.kafkaBrokers.split(','), clientId: this.service, log: noLog };
    await makeTopics(endpoint, [{ name: topicOf(this.service), partitions: 3, config: {} }]);
  }

  /** Starts one without waiting for it; `env` over what it needs, undefined takes a variable away. */
  async launch(roles: string, env: Readonly<Record<string, string | undefined>> = {}): Promise<SampleProcess> {
    const { servers, service } = this;
    const port = Number(env['PORT'] ?? (await freePort()));
    const child = spawn(process.execPath, [MAIN], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        KAFKAJS_NO_PARTITIONER_WARNING: '1',
        NODE_ENV: 'test',
        SAMPLE_SERVICE: service,
        ROLES: roles,
        PORT: String(port),
        EVENTSTORE_URL: servers.eventStoreUrl,
        KAFKA_BROKERS: servers.kafkaBrokers,
        MONGODB_URL: `${servers.mongodbUrl}/guildhall_${service}?directConnection=true`,
        SUBJECT_KEYS_PATH: join(this.folder, 'keys.sqlite'),
        SANDBOX_MODE: 'true',
        REQUEST_HASH_KEY: this.hashKey,
        FIRST_SIGNING_KEY: JSON.stringify(this.tokens.publicJwk),
        RATE_LIMITS: 'bench',
        LOG_LEVEL: 'info',
        ...env,
      },
    });
    const made = new SampleProcess(service, port, child, this.tokens);
    this.started.push(made);
    return made;
  }

  async start(roles: string, env: Readonly<Record<string, string | undefined>> = {}): Promise<SampleProcess> {
    const made = await this.launch(roles, env);
    await made.untilLogged('service runs');
    return made;
  }

  async end(): Promise<void> {
    await Promise.all(this.started.map((one) => one.signal('SIGKILL')));
    await rm(this.folder, { recursive: true, force: true });
  }
}

export class SampleProcess {
  private log = '';

  constructor(
    readonly service: ServiceName,
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly tokens: TestTokens,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
  }

  /** Lines of its log that hold `part`, parsed. */
  lines(part: string): readonly Readonly<Record<string, unknown>>[] {
    const found = this.log.split('\n').filter((line) => line.startsWith('{') && line.includes(part));
    return found.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  async untilLogged(part: string): Promise<void> {
    await eventually(`the line "${part}"`, () => this.lines(part).length > 0, READY_MS).catch((cause: unknown) => {
      throw new Error(`It never said "${part}"; its last words: ${this.log.slice(-2_000)}`, { cause });
    });
  }

  /** Resolves with its exit code, null after a kill. */
  async signal(name: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = once(this.child, 'exit');
      this.child.kill(name);
      await exit;
    }
    return this.child.exitCode;
  }

  /** Rejects where the process is not there or cut the connection. */
  async call(
    method: 'GET' | 'POST',
    path: string,
    person: TestPerson,
    more: Readonly<{ key?: string; body?: object; headers?: Record<string, string> }> = {},
  ): Promise<Answer> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/${this.service}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.tokens.mint({ audience: [this.service], ...person })}`,
        ...(more.key && { 'idempotency-key': more.key }),
        ...(more.body && { 'content-type': 'application/json' }),
        ...more.headers,
      },
      ...(more.body && { body: JSON.stringify(more.body) }),
      signal: AbortSignal.timeout(30_000),
    });
    return { status: answer.status, body: (await answer.json()) as unknown, headers: answer.headers };
  }

  /** Runners under a lease that this process works on; those that stand by are not among them. */
  async active(): Promise<readonly string[]> {
    const { body } = await this.call('GET', '/operations/lag', { accountId: newId(), roles: ['operator'] });
    const { runners } = body as { runners: readonly LagLine[] };
    return runners.flatMap(({ runner, state }) => (runner.startsWith('facts:') || state === 'standby' ? [] : [runner]));
  }
}

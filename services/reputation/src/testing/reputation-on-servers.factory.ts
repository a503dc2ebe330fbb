import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import { newId, type Fact } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestPerson } from '@guildhall/service-kit';
import { eventually, freePort, type TestServers } from '@guildhall/testing';

const programOf = (name: string): string => fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));

/** Reputation as a process on real servers; facts come over Kafka. It must have been built. */
export class ReputationOnServers {
  private readonly tokens = new TestTokens(() => Date.now());
  private readonly publisher: KafkaPublisher;
  private environment: Readonly<Record<string, string>> = {};
  private child: ChildProcess | null = null;
  private folder = '';
  private url = '';

  private constructor(private readonly servers: TestServers) {
    const brokers = servers.kafkaBrokers.split(',');
    this.publisher = new KafkaPublisher({ brokers, clientId: 'reputation-spec', log: noLog });
  }

  static async open(servers: TestServers): Promise<ReputationOnServers> {
    const made = new ReputationOnServers(servers);
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    if (this.child && this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    await this.publisher.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async tell(...facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) {
      await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
    }
  }

  get<T>(as: TestPerson, path: string): Promise<T> {
    return this.send<T>(as, path, { method: 'GET' });
  }

  post<T>(as: TestPerson, path: string, body: object): Promise<T> {
    const headers = { 'content-type': 'application/json', 'idempotency-key': newId() };
    return this.send<T>(as, path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Runs the rebuild of all read models beside the service; answers exit code and output. */
  async rebuild(): Promise<Readonly<{ code: number | null; output: string }>> {
    const child = spawn(process.execPath, [programOf('rebuild.main.js')], { env: this.environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  private async send<T>(as: TestPerson, path: string, init: RequestInit): Promise<T> {
    const authorization = `Bearer ${await this.tokens.mint(as)}`;
    const answer = await fetch(`${this.url}${path}`, { ...init, headers: { ...init.headers, authorization } });
    const body = (await answer.json()) as T;
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  }

  private async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'guildhall-reputation-'));
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    this.environment = {
      NODE_ENV: 'test',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
      EVENTSTORE_URL: this.servers.eventStoreUrl,
      KAFKA_BROKERS: this.servers.kafkaBrokers,
      MONGODB_URL: `${this.servers.mongodbUrl}/guildhall_reputation_${randomBytes(4).toString('hex')}?directConnection=true`,
      SUBJECT_KEYS_PATH: join(this.folder, 'keys.sqlite'),
      SANDBOX_MODE: 'true',
      RATE_LIMITS: 'journeys',
      REQUEST_HASH_KEY: randomBytes(32).toString('base64url'),
      FIRST_SIGNING_KEY: JSON.stringify(this.tokens.publicJwk),
    };
    this.child = spawn(process.execPath, [programOf('main.js')], {
      env: this.environment,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const answers = async (path: string): Promise<boolean> => (await fetch(`${this.url}${path}`)).ok;
    await eventually('reputation is ready', () => answers('/health/ready'), 60_000);
    await eventually('read models are live', () => answers(`/reputation/parties/${newId()}/scores`), 60_000);
  }
}

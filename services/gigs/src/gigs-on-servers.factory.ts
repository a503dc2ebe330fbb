import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dataSchemaUri, factDefinition, topicOf, type AnyFact } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { HEADER, KafkaPublisher, noLog } from '@guildhall/messaging';
import { TestTokens, type TestPerson } from '@guildhall/service-kit';
import { eventually, freePort, type TestServers } from '@guildhall/testing';

const programOf = (name: string): string => fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));

export type ServerAnswer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;

/** gigs as a process on real servers; facts come over Kafka. It must have been built. */
export class GigsOnServers {
  private readonly tokens = new TestTokens(() => Date.now());
  private readonly publisher: KafkaPublisher;
  private child: ChildProcess | null = null;
  private environment: Readonly<Record<string, string>> = {};
  private folder = '';
  private url = '';

  private constructor(private readonly servers: TestServers) {
    this.publisher = new KafkaPublisher({ brokers: servers.kafkaBrokers.split(','), clientId: 'gigs-spec', log: noLog });
  }

  static async open(servers: TestServers): Promise<GigsOnServers> {
    const made = new GigsOnServers(servers);
    await made.prepare();
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    await this.end('SIGTERM');
    await this.publisher.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** SIGKILL in the middle of whatever it does, and a new start on the same log. */
  async killAndRestart(): Promise<void> {
    await this.end('SIGKILL');
    await this.start();
  }

  async call(method: 'GET' | 'POST', path: string, as?: TestPerson, body?: object, key = newId()): Promise<ServerAnswer> {
    const headers = {
      ...(as && { authorization: `Bearer ${await this.tokens.mint(as)}` }),
      ...(method === 'POST' && { 'idempotency-key': key, 'content-type': 'application/json' }),
    };
    const payload = method === 'POST' ? { body: JSON.stringify(body ?? {}) } : {};
    const answer = await fetch(`${this.url}/gigs/${path}`, { method, headers, ...payload });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  async tell(fact: AnyFact): Promise<void> {
    const headers = {
      [HEADER.contentType]: 'application/json',
      [HEADER.specVersion]: '1.0',
      [HEADER.id]: fact.id,
      [HEADER.type]: fact.type,
      [HEADER.source]: fact.source,
      [HEADER.subject]: fact.subject,
      [HEADER.time]: fact.time,
      [HEADER.recordedTime]: fact.recordedTime,
      [HEADER.sequence]: fact.position,
      [HEADER.streamRevision]: fact.revision,
      [HEADER.correlationId]: fact.correlationId,
      [HEADER.causationId]: fact.causationId,
      [HEADER.dataSchema]: dataSchemaUri(fact.type),
    };
    const value = JSON.stringify({ meta: fact.meta, data: fact.data });
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [{ key: fact.key, value, headers }]);
  }

  /** Whether a fact of this type lies at the end of one of the topic's partitions. */
  async hasTold(type: string): Promise<boolean> {
    const last = await this.publisher.lastRecords(topicOf('gigs'));
    return [...last.values()].some((headers) => headers[HEADER.type] === type);
  }

  /** Runs the rebuild of read models beside the service; answers exit code and output. */
  async rebuild(): Promise<Readonly<{ code: number | null; output: string }>> {
    const child = spawn(process.execPath, [programOf('rebuild.main')], { env: this.environment });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  private async prepare(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'guildhall-gigs-'));
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const secret = (): string => randomBytes(32).toString('base64url');
    this.environment = {
      NODE_ENV: 'test',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
      EVENTSTORE_URL: this.servers.eventStoreUrl,
      KAFKA_BROKERS: this.servers.kafkaBrokers,
      MONGODB_URL: `${this.servers.mongodbUrl}/guildhall_gigs_${randomBytes(4).toString('hex')}?directConnection=true`,
      SUBJECT_KEYS_PATH: join(this.folder, 'keys.sqlite'),
      SANDBOX_MODE: 'true',
      RATE_LIMITS: 'journeys',
      REQUEST_HASH_KEY: secret(),
      CURSOR_KEY: secret(),
      FIRST_SIGNING_KEY: JSON.stringify(this.tokens.publicJwk),
    };
  }

  private async start(): Promise<void> {
    this.child = spawn(process.execPath, [programOf('main')], { env: this.environment, stdio: ['ignore', 'inherit', 'inherit'] });
    await eventually('gigs is ready', async () => (await fetch(`${this.url}/health/ready`)).ok, 60_000);
    const me = { accountId: newId() };
    const live = async () => (await this.call('GET', 'gigs?mine=true', me)).status === 200;
    await eventually('read models are live', live, 60_000);
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { factDefinition, topicOf, type AnyFact } from '@guildhall/event-catalogue';
import { CommandHandler, EventStoreDbStore, type EventStore } from '@guildhall/event-sourcing';
import { newId, type Command, type Decider, type DomainEvent } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestAnswer, type TestPerson, type TestRequest } from '@guildhall/service-kit';
import { eventually, freePort, type TestServers } from '@guildhall/testing';
import { DAY, DisputeStory } from './dispute-story.factory.js';

const programOf = (file: string): string => fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
const DISPUTES = programOf('main.js');
const REBUILD = programOf('rebuild.main.js');

type Moved = DomainEvent<'SandboxClockMoved', { offsetMs: number }>;
type Move = Command<'MoveBy', { milliseconds: number }>;
/** The sandbox clock as the service's own log keeps it; told over the topic it would move the clocks of everybody on these servers. */
const clockStorage = { category: 'disputes.clock', schemaVersions: { SandboxClockMoved: 1 } };
const clockDecider: Decider<Move, Moved, number> = {
  initialState: () => 0,
  decide: ({ data }, offsetMs) => [{ type: 'SandboxClockMoved', data: { offsetMs: offsetMs + data.milliseconds } }],
  evolve: (_, { data }) => data.offsetMs,
};

/** Disputes as a process on real servers; facts come over Kafka. It must have been built. */
export class DisputesOnServers extends DisputeStory {
  private readonly tokens = new TestTokens(() => Date.now());
  private readonly publisher: KafkaPublisher;
  private readonly store: EventStore;
  private child: ChildProcess | null = null;
  private environment: Readonly<Record<string, string>> = {};
  private folder = '';
  private url = '';
  private offsetMs = 0;

  private constructor(private readonly servers: TestServers) {
    super();
    this.publisher = new KafkaPublisher({ brokers: servers.kafkaBrokers.split(','), clientId: 'disputes-spec', log: noLog });
    this.store = new EventStoreDbStore(servers.eventStoreUrl);
  }

  static async open(servers: TestServers): Promise<DisputesOnServers> {
    const made = new DisputesOnServers(servers);
    await made.prepare();
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    await this.stop('SIGTERM');
    await this.publisher.close();
    await this.store.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async call(method: 'get' | 'post', path: string, request: TestRequest = {}): Promise<TestAnswer> {
    const key = request.key === undefined ? newId() : request.key;
    const headers = {
      ...(request.as && { authorization: `Bearer ${await this.tokens.mint(request.as)}` }),
      ...(method === 'post' && key !== null && { 'idempotency-key': key }),
      ...(request.body !== undefined && { 'content-type': 'application/json' }),
      ...request.headers,
    };
    const body = request.body === undefined ? {} : { body: JSON.stringify(request.body) };
    const answer = await fetch(`${this.url}${path}`, { method: method.toUpperCase(), headers, ...body });
    const text = await answer.text();
    return {
      status: answer.status,
      body: text === '' ? undefined : JSON.parse(text),
      headers: Object.fromEntries(answer.headers),
    };
  }

  async tell(fact: AnyFact): Promise<void> {
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
  }

  /** Waits until the case is in a state, and answers it. */
  reaches(disputeId: string, state: string, as: TestPerson = this.client): Promise<Readonly<Record<string, unknown>>> {
    return eventually(
      `dispute ${state}`,
      async () => {
        const { body } = await this.get(as, `/disputes/${disputeId}`);
        const view = body as Readonly<Record<string, unknown>>;
        if (view['state'] === state) return view;
        throw new Error(`it is ${JSON.stringify(view['state'] ?? view)}`);
      },
      30_000,
    );
  }

  async passDays(days: number): Promise<void> {
    const clock = new CommandHandler(this.store, clockStorage, clockDecider);
    const id = newId();
    const context = {
      commandId: id,
      actor: { kind: 'system', id: 'spec' } as const,
      correlationId: id,
      causationId: id,
      occurredAt: new Date().toISOString(),
      region: 'eu',
    };
    await clock.handle('sandbox', { type: 'MoveBy', data: { milliseconds: days * DAY } }, context);
    this.offsetMs = (await clock.load('sandbox')).state;
  }

  async restart(): Promise<void> {
    await this.stop('SIGKILL');
    await this.start();
  }

  /** Builds all read models beside the live ones and compares them; answers exit code and output. */
  async rebuild(): Promise<Readonly<{ code: number | null; output: string }>> {
    const child = spawn(process.execPath, [REBUILD], { env: this.environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  protected now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  private async prepare(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'guildhall-disputes-'));
    const port = await freePort();
    this.url = `http://127.0.0.1:${port}`;
    const { eventStoreUrl, kafkaBrokers, mongodbUrl } = this.servers;
    this.environment = {
      NODE_ENV: 'test',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
      EVENTSTORE_URL: eventStoreUrl,
      KAFKA_BROKERS: kafkaBrokers,
      MONGODB_URL: `${mongodbUrl}/guildhall_disputes_${randomBytes(4).toString('hex')}?directConnection=true`,
      SUBJECT_KEYS_PATH: join(this.folder, 'keys.sqlite'),
      SANDBOX_MODE: 'true',
      RATE_LIMITS: 'journeys',
      REQUEST_HASH_KEY: randomBytes(32).toString('base64url'),
      FIRST_SIGNING_KEY: JSON.stringify(this.tokens.publicJwk),
    };
    this.offsetMs = (await new CommandHandler(this.store, clockStorage, clockDecider).load('sandbox')).state;
  }

  private async start(): Promise<void> {
    this.child = spawn(process.execPath, [DISPUTES], { env: this.environment, stdio: ['ignore', 'inherit', 'inherit'] });
    await eventually('disputes is ready', async () => (await fetch(`${this.url}/health/ready`)).ok, 60_000);
    const live = async (): Promise<boolean> => (await this.get(this.client, '/disputes')).status === 200;
    await eventually('read models are live', live, 60_000);
  }

  private async stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  }
}

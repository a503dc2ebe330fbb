import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { topicOf, factDefinition, type AnyFact } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestAnswer, type TestRequest } from '@guildhall/service-kit';
import { eventually, freePort, type TestServers } from '@guildhall/testing';
import { MoneyStory, type Method } from './money-story.factory.js';
import { programs } from './programs.factory.js';

const stopped = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
};

/** Payments and the payment sandbox as processes on real servers; facts come over Kafka. Both must have been built. */
export class PaymentsOnServers extends MoneyStory {
  private readonly tokens = new TestTokens(() => Date.now());
  private readonly children: ChildProcess[] = [];
  private readonly publisher: KafkaPublisher;
  private environment: Readonly<Record<string, string>> = {};
  private folder = '';
  private url = '';
  private sandboxUrl = '';

  private constructor(private readonly servers: TestServers) {
    super();
    const brokers = servers.kafkaBrokers.split(',');
    this.publisher = new KafkaPublisher({ brokers, clientId: 'payments-spec', log: noLog });
  }

  static async open(servers: TestServers): Promise<PaymentsOnServers> {
    const made = new PaymentsOnServers(servers);
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    await Promise.all(this.children.map(stopped));
    await this.publisher.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  async call(method: Method, path: string, request: TestRequest = {}): Promise<TestAnswer> {
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

  /** Sets a fault of the sandbox (its README, Faults). */
  async fault(fault: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.sandboxUrl}/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
  }

  /** Runs a program of payments beside the service, in its environment; answers exit code and output. */
  async run(
    program: keyof typeof programs,
    ...args: readonly string[]
  ): Promise<Readonly<{ code: number | null; output: string }>> {
    const child = spawn(process.execPath, [programs[program], ...args], { env: this.environment });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, output };
  }

  protected now(): Date {
    return new Date();
  }

  protected async tell(fact: AnyFact): Promise<void> {
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
  }

  private async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'guildhall-payments-'));
    const [port, sandboxPort] = [await freePort(), await freePort()];
    [this.url, this.sandboxUrl] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${sandboxPort}`];
    const secrets = { PAYMENT_PROVIDER_KEY: newId(), PAYMENT_WEBHOOK_SECRET: newId() };
    this.environment = {
      ...secrets,
      NODE_ENV: 'test',
      PORT: String(port),
      LOG_LEVEL: 'fatal',
      EVENTSTORE_URL: this.servers.eventStoreUrl,
      KAFKA_BROKERS: this.servers.kafkaBrokers,
      MONGODB_URL: `${this.servers.mongodbUrl}/guildhall_payments_${randomBytes(4).toString('hex')}?directConnection=true`,
      SUBJECT_KEYS_PATH: join(this.folder, 'keys.sqlite'),
      SANDBOX_MODE: 'true',
      RATE_LIMITS: 'journeys',
      REQUEST_HASH_KEY: randomBytes(32).toString('base64url'),
      FIRST_SIGNING_KEY: JSON.stringify(this.tokens.publicJwk),
      PAYMENT_PROVIDER_URL: this.sandboxUrl,
    };
    const webhooks = { ...secrets, PAYMENT_WEBHOOK_URL: `${this.url}/payments/provider/webhooks`, LOG_LEVEL: 'fatal' };
    this.spawn([programs.sandbox, '--port', String(sandboxPort), '--data', join(this.folder, 'sandbox')], webhooks);
    this.spawn([programs.payments], this.environment);
    const ready = async (url: string): Promise<boolean> => (await fetch(`${url}/health/ready`)).ok;
    await eventually('the sandbox is ready', () => ready(this.sandboxUrl), 30_000);
    await eventually('payments is ready', () => ready(this.url), 60_000);
    const policies = { as: { accountId: newId() } };
    await eventually(
      'read models are live',
      async () => (await this.get('/payments/fee-policies', policies)).status === 200,
      60_000,
    );
    await this.publishFees();
  }

  private spawn(args: readonly string[], env: Readonly<Record<string, string>>): void {
    this.children.push(spawn(process.execPath, [...args], { env, stdio: ['ignore', 'inherit', 'inherit'] }));
  }
}

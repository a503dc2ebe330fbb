import { join } from 'node:path';
import { topicOf, factDefinition, type AnyFact } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestAnswer, type TestRequest } from '@guildhall/service-kit';
import { freePort, ServiceProcess, type Ran, type TestServers } from '@guildhall/testing';
import { MoneyStory, type Method } from './money-story.factory.js';
import { SANDBOX_PROGRAM } from './sandbox-program.factory.js';

const VERBS = { get: 'GET', post: 'POST' } as const;

/** Payments and the payment sandbox as processes on real servers; facts come over Kafka. */
export class PaymentsOnServers extends MoneyStory {
  private readonly publisher: KafkaPublisher;

  private constructor(
    private readonly process: ServiceProcess,
    private readonly sandboxUrl: string,
    private readonly tokens: TestTokens,
    servers: TestServers,
  ) {
    super();
    const brokers = servers.kafkaBrokers.split(',');
    this.publisher = new KafkaPublisher({ brokers, clientId: 'payments-spec', log: noLog });
  }

  static async open(servers: TestServers): Promise<PaymentsOnServers> {
    const tokens = new TestTokens(() => Date.now());
    const sandboxPort = await freePort();
    const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
    const secrets = { PAYMENT_PROVIDER_KEY: newId(), PAYMENT_WEBHOOK_SECRET: newId() };
    const process = await ServiceProcess.prepare({
      service: 'payments',
      programs: new URL('../../dist/', import.meta.url),
      servers,
      variables: () => ({
        ...secrets,
        FIRST_SIGNING_KEY: JSON.stringify(tokens.publicJwk),
        PAYMENT_PROVIDER_URL: sandboxUrl,
      }),
    });
    const args = ['--port', String(sandboxPort), '--data', join(process.folder, 'sandbox')];
    const webhooks = { PAYMENT_WEBHOOK_URL: `${process.url}/payments/provider/webhooks`, LOG_LEVEL: 'fatal' };
    await process.startBeside('the sandbox', SANDBOX_PROGRAM, args, sandboxUrl, { ...secrets, ...webhooks });
    const made = new PaymentsOnServers(process, sandboxUrl, tokens, servers);
    const me = { as: { accountId: newId() } };
    await process.start(async () => (await made.get('/payments/fee-policies', me)).status === 200);
    await made.publishFees();
    return made;
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.publisher.close();
  }

  async call(method: Method, path: string, { as, ...request }: TestRequest = {}): Promise<TestAnswer> {
    const token = as && (await this.tokens.mint(as));
    return this.process.send(VERBS[method], path, { ...request, token });
  }

  /** Sets a fault of the sandbox (its README, Faults). */
  async fault(fault: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    await fetch(`${this.sandboxUrl}/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
  }

  /** Runs a program of payments beside the service, in its environment; answers exit code and output. */
  run(program: string, ...args: readonly string[]): Promise<Ran> {
    return this.process.run(program, ...args);
  }

  protected now(): Date {
    return new Date();
  }

  protected async tell(fact: AnyFact): Promise<void> {
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
  }
}

import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import { newId, type Fact } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestPerson } from '@guildhall/service-kit';
import { ServiceProcess, type ProcessRequest, type Ran, type TestServers } from '@guildhall/testing';

/** Reputation as a process on real servers; facts come over Kafka. */
export class ReputationOnServers {
  private constructor(
    private readonly process: ServiceProcess,
    private readonly tokens: TestTokens,
    private readonly publisher: KafkaPublisher,
  ) {}

  static async open(servers: TestServers): Promise<ReputationOnServers> {
    const tokens = new TestTokens(() => Date.now());
    const process = await ServiceProcess.prepare({
      service: 'reputation',
      programs: new URL('../../dist/', import.meta.url),
      servers,
      variables: () => ({ FIRST_SIGNING_KEY: JSON.stringify(tokens.publicJwk) }),
    });
    await process.start(async () => (await process.send('GET', `/reputation/parties/${newId()}/scores`)).status === 200);
    const brokers = servers.kafkaBrokers.split(',');
    return new ReputationOnServers(process, tokens, new KafkaPublisher({ brokers, clientId: 'reputation-spec', log: noLog }));
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.publisher.close();
  }

  async tell(...facts: readonly Fact[]): Promise<void> {
    for (const fact of facts) {
      await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
    }
  }

  get<T>(as: TestPerson, path: string): Promise<T> {
    return this.send<T>(as, 'GET', path);
  }

  post<T>(as: TestPerson, path: string, body: object): Promise<T> {
    return this.send<T>(as, 'POST', path, { body });
  }

  /** Runs the rebuild of all read models beside the service; answers exit code and output. */
  rebuild(): Promise<Ran> {
    return this.process.run('rebuild.main.js');
  }

  private async send<T>(as: TestPerson, method: 'GET' | 'POST', path: string, request: ProcessRequest = {}): Promise<T> {
    const { status, body } = await this.process.send(method, path, { ...request, token: await this.tokens.mint(as) });
    if (status >= 300) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`);
    return body as T;
  }
}

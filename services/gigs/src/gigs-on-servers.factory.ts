import { factDefinition, topicOf, type AnyFact } from '@guildhall/event-catalogue';
import { newId } from '@guildhall/kernel';
import { HEADER, KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestPerson } from '@guildhall/service-kit';
import { ServiceProcess, testSecret, type Ran, type TestServers } from '@guildhall/testing';

export type ServerAnswer = Readonly<{ status: number; body: Readonly<Record<string, unknown>> }>;

/** gigs as a process on real servers; facts come over Kafka. */
export class GigsOnServers {
  private constructor(
    private readonly process: ServiceProcess,
    private readonly tokens: TestTokens,
    private readonly publisher: KafkaPublisher,
  ) {}

  static async open(servers: TestServers): Promise<GigsOnServers> {
    const tokens = new TestTokens(() => Date.now());
    const process = await ServiceProcess.prepare({
      service: 'gigs',
      programs: new URL('../dist/', import.meta.url),
      servers,
      variables: () => ({ CURSOR_KEY: testSecret(), FIRST_SIGNING_KEY: JSON.stringify(tokens.publicJwk) }),
    });
    const publisher = new KafkaPublisher({ brokers: servers.kafkaBrokers.split(','), clientId: 'gigs-spec', log: noLog });
    const made = new GigsOnServers(process, tokens, publisher);
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.publisher.close();
  }

  /** SIGKILL in the middle of whatever it does, and a new start on the same log. */
  async killAndRestart(): Promise<void> {
    await this.process.end('SIGKILL');
    await this.start();
  }

  async call(method: 'GET' | 'POST', path: string, as?: TestPerson, body: object = {}, key?: string): Promise<ServerAnswer> {
    const token = as && (await this.tokens.mint(as));
    const answer = await this.process.send(method, `/gigs/${path}`, { token, key, ...(method === 'POST' && { body }) });
    return { status: answer.status, body: (answer.body ?? {}) as ServerAnswer['body'] };
  }

  async tell(fact: AnyFact): Promise<void> {
    await this.publisher.publish(topicOf(factDefinition(fact.type).owner), [recordOfFact(fact)]);
  }

  /** Whether a fact of this type lies at the end of one of the topic's partitions. */
  async hasTold(type: string): Promise<boolean> {
    const last = await this.publisher.lastRecords(topicOf('gigs'));
    return [...last.values()].some((headers) => headers[HEADER.type] === type);
  }

  /** Runs the rebuild of read models beside the service; answers exit code and output. */
  rebuild(): Promise<Ran> {
    return this.process.run('rebuild.main.js');
  }

  private start(): Promise<void> {
    const me = { accountId: newId() };
    return this.process.start(async () => (await this.call('GET', 'gigs?mine=true', me)).status === 200);
  }
}

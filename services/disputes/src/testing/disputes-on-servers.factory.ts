import { factDefinition, topicOf, type AnyFact } from '@guildhall/event-catalogue';
import { CommandHandler, EventStoreDbStore, type EventStore } from '@guildhall/event-sourcing';
import { newId, type Command, type Decider, type DomainEvent } from '@guildhall/kernel';
import { KafkaPublisher, noLog } from '@guildhall/messaging';
import { recordOfFact, TestTokens, type TestAnswer, type TestPerson, type TestRequest } from '@guildhall/service-kit';
import { eventually, ServiceProcess, type Ran, type TestServers } from '@guildhall/testing';
import { DAY, DisputeStory } from './dispute-story.factory.js';

type Moved = DomainEvent<'SandboxClockMoved', { offsetMs: number }>;
type Move = Command<'MoveBy', { milliseconds: number }>;
/** The sandbox clock as the service's own log keeps it; told over the topic it would move the clocks of everybody on these servers. */
const clockStorage = { category: 'disputes.clock', schemaVersions: { SandboxClockMoved: 1 } };
const clockDecider: Decider<Move, Moved, number> = {
  initialState: () => 0,
  decide: ({ data }, offsetMs) => [{ type: 'SandboxClockMoved', data: { offsetMs: offsetMs + data.milliseconds } }],
  evolve: (_, { data }) => data.offsetMs,
};

/** Disputes as a process on real servers; facts come over Kafka. */
export class DisputesOnServers extends DisputeStory {
  private readonly publisher: KafkaPublisher;
  private readonly store: EventStore;
  private offsetMs = 0;

  private constructor(
    private readonly process: ServiceProcess,
    private readonly tokens: TestTokens,
    servers: TestServers,
  ) {
    super();
    this.publisher = new KafkaPublisher({ brokers: servers.kafkaBrokers.split(','), clientId: 'disputes-spec', log: noLog });
    this.store = new EventStoreDbStore(servers.eventStoreUrl);
  }

  static async open(servers: TestServers): Promise<DisputesOnServers> {
    const tokens = new TestTokens(() => Date.now());
    const process = await ServiceProcess.prepare({
      service: 'disputes',
      programs: new URL('../../dist/', import.meta.url),
      servers,
      variables: () => ({ FIRST_SIGNING_KEY: JSON.stringify(tokens.publicJwk) }),
    });
    const made = new DisputesOnServers(process, tokens, servers);
    made.offsetMs = (await new CommandHandler(made.store, clockStorage, clockDecider).load('sandbox')).state;
    await made.start();
    return made;
  }

  async close(): Promise<void> {
    await this.process.close();
    await this.publisher.close();
    await this.store.close();
  }

  async call(method: 'get' | 'post', path: string, { as, ...request }: TestRequest = {}): Promise<TestAnswer> {
    const token = as && (await this.tokens.mint(as));
    return this.process.send(method === 'get' ? 'GET' : 'POST', path, { ...request, token });
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
    await this.process.end('SIGKILL');
    await this.start();
  }

  /** Builds all read models beside the live ones and compares them; answers exit code and output. */
  rebuild(): Promise<Ran> {
    return this.process.run('rebuild.main.js');
  }

  protected now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }

  private start(): Promise<void> {
    return this.process.start(async () => (await this.get(this.client, '/disputes')).status === 200);
  }
}

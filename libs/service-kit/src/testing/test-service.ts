import { randomBytes } from 'node:crypto';
import { factDefinition, topicOf } from '@guildhall/event-catalogue';
import {
  InMemoryEventStore,
  InMemoryReadModelStore,
  InMemorySubjectKeys,
  type EventStore,
  type StoredEvent,
} from '@guildhall/event-sourcing';
import { newId, type Fact } from '@guildhall/kernel';
import {
  InMemoryBroker,
  InMemoryConsumer,
  InMemoryPublisher,
  InMemoryTopicReader,
  inMemoryTopicStandings,
} from '@guildhall/messaging';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AnswerChecker } from '../openapi/answer-checker.js';
import { createBareRegistry, prometheusMeter } from '../telemetry/metrics.js';
import { createLogger } from '../telemetry/logger.js';
import { ALL_ROLES, type ServiceConfig } from '../config/service-config.js';
import type { ServiceDefinition } from '../definition/service-definition.js';
import { topicQuestions } from '../operations/topic-questions.js';
import { nextRecordedAt } from '../runtime/next-recorded-at.js';
import { createCore } from '../runtime/service-core.js';
import { ServiceRuntime } from '../runtime/service-runtime.js';
import type { ServiceParts } from '../runtime/service-parts.js';
import { untilSettled, untilTaken } from './settling.js';
import { TestClock } from './test-clock.js';
import { recordOfFact } from './test-facts.js';
import { TestTokens, type TestPerson } from './test-tokens.js';

/** What a test may give instead of the defaults in memory. `config` is merged over a valid test configuration. */
export type TestOverrides = Readonly<{
  config?: Partial<ServiceConfig> & Readonly<Record<string, unknown>>;
  log?: EventStore;
  broker?: InMemoryBroker;
  clock?: TestClock;
  /** Gets each line of the log; its level is `config.logLevel`, `silent` by default. */
  logTo?: (line: string) => void;
}>;

/** A request as a test writes it: `as` becomes a token, `key` the `Idempotency-Key` (POST: a new one unless null). */
export type TestRequest = Readonly<{
  as?: TestPerson;
  party?: string;
  key?: string | null;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}>;

/** An answer: status, parsed body (undefined where there is none) and headers in lower case. */
export type TestAnswer = Readonly<{ status: number; body: unknown; headers: Readonly<Record<string, string>> }>;

/** A service running in this process on store, broker and documents in memory, with a clock that the test moves. */
export interface TestService {
  readonly app: NestFastifyApplication;
  readonly clock: TestClock;
  /** The raw log: ciphertext where fields are personal. */
  readonly log: EventStore;
  /** The log as the service reads it. */
  readonly store: EventStore;
  readonly broker: InMemoryBroker;
  readonly openapi: OpenAPIObject;
  token(person: TestPerson): Promise<string>;
  get(path: string, request?: TestRequest): Promise<TestAnswer>;
  post(path: string, request?: TestRequest): Promise<TestAnswer>;
  /** Also compares a success with its OpenAPI description: throws `AnswerDiffers` where the document promises another body. */
  request(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, request?: TestRequest): Promise<TestAnswer>;
  /** Hands a fact of another service to the processes that listen to it; resolves when each took or parked it. */
  hear(fact: Fact): Promise<void>;
  /** All events of one stream, decrypted. */
  events(stream: string): Promise<readonly StoredEvent[]>;
  /** Waits until every runner has handled the log, every due timer was fired and every record taken. */
  settled(): Promise<void>;
  /** Moves business time forward (wall time stays) and waits until what fell due has had its effects. */
  advance(milliseconds: number): Promise<void>;
  /** `<use case>: <code>` of every answer whose code the operation's OpenAPI does not name; specs expect none. */
  undeclaredErrors(): readonly string[];
  close(): Promise<void>;
}

const testConfig = (definition: ServiceDefinition, tokens: TestTokens): ServiceConfig => ({
  service: definition.service,
  version: '0.0.0-test',
  commit: 'test',
  environment: 'test',
  host: '127.0.0.1',
  port: 0,
  roles: ALL_ROLES,
  eventStoreUrl: 'esdb://in-memory:2113',
  kafkaBrokers: ['in-memory:9092'],
  kafkaSecurity: { kind: 'plaintext' },
  mongodbUrl: 'mongodb://in-memory:27017/test',
  subjectKeys: { kind: 'file', path: ':memory:' },
  sandboxMode: true,
  requestHashKey: randomBytes(32),
  firstSigningKey: tokens.publicJwk,
  tokenIssuer: 'guildhall',
  region: 'eu',
  rateLimits: 'journeys',
  handlerDeadlineMs: 10_000,
  shutdownDeadlineMs: 5_000,
  singleProcess: true,
  routingDelayMs: 0,
  otlpEndpoint: null,
  logLevel: 'silent',
});

/** Boots a service's module in this process; close it in `afterAll`/`afterEach`. */
export const createTestService = async (
  definition: ServiceDefinition,
  module: Type<object>,
  overrides: TestOverrides = {},
): Promise<TestService> => {
  const clock = overrides.clock ?? new TestClock();
  const tokens = new TestTokens(() => clock.nowMs());
  const log = overrides.log ?? new InMemoryEventStore({ now: () => clock.now() });
  const broker = overrides.broker ?? new InMemoryBroker();
  const config = { ...testConfig(definition, tokens), ...overrides.config };
  const parts: ServiceParts = {
    log,
    keys: new InMemorySubjectKeys(),
    readModels: new InMemoryReadModelStore(nextRecordedAt(log, definition.service)),
    publisher: new InMemoryPublisher(broker),
    topicReader: new InMemoryTopicReader(broker),
    createConsumer: () => new InMemoryConsumer(broker),
    wall: clock,
    askTopics: async () => inMemoryTopicStandings(broker, topicQuestions(definition)),
    ensureTopics: async () => undefined,
    close: async () => [],
  };
  const { logTo } = overrides;
  const logger = createLogger({ service: definition.service, level: config.logLevel }, logTo && { write: logTo });
  const metrics = createBareRegistry();
  const runtime = new ServiceRuntime(createCore({ definition, config, parts, logger, metrics, meter: prometheusMeter(metrics) }));
  await runtime.prepare(module);
  await runtime.start();
  return new RunningTestService(runtime, clock, broker, tokens);
};

class RunningTestService implements TestService {
  readonly app: NestFastifyApplication;
  readonly log: EventStore;
  readonly store: EventStore;
  readonly openapi: OpenAPIObject;
  private readonly answers: AnswerChecker;

  constructor(
    private readonly runtime: ServiceRuntime,
    readonly clock: TestClock,
    readonly broker: InMemoryBroker,
    private readonly tokens: TestTokens,
  ) {
    this.app = runtime.app;
    this.log = runtime.core.parts.log;
    this.store = runtime.core.store;
    this.openapi = runtime.openapi;
    this.answers = new AnswerChecker(runtime.openapi);
  }

  token(person: TestPerson): Promise<string> {
    return this.tokens.mint(person);
  }

  get(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.request('GET', path, request);
  }

  post(path: string, request: TestRequest = {}): Promise<TestAnswer> {
    return this.request('POST', path, request);
  }

  async request(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    request: TestRequest = {},
  ): Promise<TestAnswer> {
    const key = request.key === undefined && method === 'POST' ? newId() : request.key;
    const headers = {
      ...(request.as ? { authorization: `Bearer ${await this.tokens.mint(request.as)}` } : {}),
      ...(request.party === undefined ? {} : { 'guildhall-party': request.party }),
      ...(key === null || key === undefined ? {} : { 'idempotency-key': key }),
      ...request.headers,
    };
    const payload = request.body === undefined ? {} : { payload: request.body as object };
    const answer = await this.app.inject({ method, url: path, headers, ...payload });
    const json = /json/.test(String(answer.headers['content-type']));
    const body = answer.body === '' ? undefined : json ? (JSON.parse(answer.body) as unknown) : answer.body;
    this.answers.demandFit(method, path, answer.statusCode, body);
    return {
      status: answer.statusCode,
      body,
      headers: Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)])),
    };
  }

  async hear(fact: Fact): Promise<void> {
    const topic = topicOf(factDefinition(fact.type).owner);
    this.broker.append(topic, [recordOfFact(fact)]);
    await untilTaken(this.runtime, this.broker, topic);
  }

  settled(): Promise<void> {
    return untilSettled(this.runtime, this.broker);
  }

  async events(stream: string): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    for await (const event of this.store.read(stream)) found.push(event);
    return found;
  }

  async advance(milliseconds: number): Promise<void> {
    const { clock } = this.runtime.core;
    await this.settled();
    clock.moveTo(clock.offsetMs + milliseconds);
    await this.settled();
  }

  undeclaredErrors(): readonly string[] {
    return this.runtime.core.declared.undeclared;
  }

  async close(): Promise<void> {
    const { errors } = await this.runtime.stop();
    if (errors.size > 0) throw new AggregateError([...errors.values()], 'The service did not stop cleanly');
  }
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { topicOf } from '@guildhall/event-catalogue';
import { ProcessOperations } from '@guildhall/event-sourcing';
import { newId, type ServiceName } from '@guildhall/kernel';
import { makeTopics, noLog } from '@guildhall/messaging';
import { eventually, testServers } from '@guildhall/testing';
import type { ServiceConfig } from '../../config/service-config.js';
import { connectParts } from '../../runtime/connect-parts.js';
import { createCore } from '../../runtime/service-core.js';
import { ServiceRuntime } from '../../runtime/service-runtime.js';
import { createLogger } from '../../telemetry/logger.js';
import { createBareRegistry, prometheusMeter } from '../../telemetry/metrics.js';
import { TestTokens, type TestPerson } from '../test-tokens.js';
import { sampleService } from './sample.module.js';

// A name of its own: runners of other suites on the same servers would otherwise fence those of this one.
const letters = [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
const service = `kit${letters}` as string as ServiceName;
const { definition, module } = sampleService(service);
const client: TestPerson = { accountId: newId(), roles: ['client'], audience: [service] };

describe('A service on real servers', () => {
  const servers = testServers();
  const tokens = new TestTokens(() => Date.now());
  let folder = '';
  let config: ServiceConfig;
  let runtime: ServiceRuntime;
  // The port names the replica; the app is called without listening on it.
  const launch = async (port: number): Promise<ServiceRuntime> => {
    const own = { ...config, port };
    const logger = createLogger({ service, level: 'error' });
    const metrics = createBareRegistry();
    const meter = prometheusMeter(metrics);
    const parts = connectParts(definition, config, logger, meter);
    const made = new ServiceRuntime(createCore({ definition, config: own, parts, logger, metrics, meter }));
    await made.prepare(module);
    await made.start();
    return made;
  };
  const call = async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string> = {},
    body?: object,
    person = client,
  ) => {
    const token = await tokens.mint(person);
    const answer = await runtime.app.inject({
      method,
      url: `/${service}${path}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body && { payload: body }),
    });
    return {
      status: answer.statusCode,
      body: JSON.parse(answer.body) as Record<string, unknown> & { text: string; echoes: number }[],
      headers: answer.headers,
    };
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'guildhall-kit-'));
    config = {
      service,
      version: '0.0.0',
      commit: 'test',
      environment: 'test',
      host: '127.0.0.1',
      port: 0,
      roles: ['api', 'relay', 'projector', 'processor'],
      eventStoreUrl: servers.eventStoreUrl,
      kafkaBrokers: servers.kafkaBrokers.split(','),
      kafkaSecurity: { kind: 'plaintext' },
      mongodbUrl: `${servers.mongodbUrl}/guildhall_${service}?directConnection=true`,
      subjectKeys: { kind: 'file', path: join(folder, 'keys.sqlite') },
      sandboxMode: true,
      requestHashKey: randomBytes(32),
      firstSigningKey: tokens.publicJwk,
      tokenIssuer: 'guildhall',
      region: 'eu',
      rateLimits: 'journeys',
      handlerDeadlineMs: 10_000,
      shutdownDeadlineMs: 10_000,
      singleProcess: false,
      routingDelayMs: 0,
      otlpEndpoint: null,
      logLevel: 'error',
    };
    const endpoint = { brokers: config.kafkaBrokers, clientId: service, log: noLog };
    await makeTopics(endpoint, [{ name: topicOf(service), partitions: 3, config: {} }]);
    runtime = await launch(1);
  }, 60_000);
  afterAll(async () => {
    await runtime.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it('shows a command to a query that waits for its position', async () => {
    const written = await call('POST', '/notes', { 'idempotency-key': 'one' }, { text: 'hello' });
    expect(written.status).toBe(201);
    const list = await eventually('the read model is live and has it', async () => {
      const answer = await call('GET', '/notes', { 'guildhall-at-least': String(written.body['position']) });
      return answer.status === 200 && answer.headers['guildhall-stale'] === undefined && answer;
    });
    expect(list.body).toMatchObject([{ text: 'hello' }]);
  }, 30_000);

  it('tells facts on its topic and fires timers when business time moves', async () => {
    const written = await call('POST', '/notes', { 'idempotency-key': 'timer' }, { text: 'echo me' });
    const noteId = String(written.body['noteId']);
    await call('POST', `/notes/${noteId}/ended-sessions`, {}, { sessionId: newId() });
    await eventually('the fact lies in the topic', async () => {
      const last = await runtime.core.parts.publisher.lastRecords(topicOf(service));
      return [...last.values()].some((headers) => headers['ce_type'] === 'guildhall.identity.session-revoked.v1');
    });
    await eventually('the timer pends', () => runtime.app.get(ProcessOperations, { strict: false }).timers().length > 0);
    runtime.core.clock.moveTo(15 * 60_000);
    await eventually('the echo is read', async () => {
      const { body } = await call('GET', '/notes');
      return body.some(({ text, echoes }) => text === 'echo me' && echoes === 1);
    });
  }, 30_000);

  it('stands by beside another instance, and goes on when that one stops', async () => {
    const older = runtime;
    const active = (one: ServiceRuntime): readonly string[] =>
      one.roles.lag().flatMap(({ runner, state }) => (runner.startsWith('facts:') || state === 'standby' ? [] : [runner]));
    runtime = await launch(2);
    expect(active(runtime)).toEqual([]);
    expect(active(older)).toEqual(['projection:notes', 'relay', 'processes']);
    const written = await call('POST', '/notes', { 'idempotency-key': 'newer' }, { text: 'while it stands by' });
    const { errors } = await older.stop();
    expect([...errors]).toEqual([]);
    await eventually('the other one works', () => active(runtime).length === 3);
    await eventually('the other one projects', async () => {
      const { status, body } = await call('GET', '/notes', { 'guildhall-at-least': String(written.body['position']) });
      return status === 200 && body.some(({ text }) => text === 'while it stands by');
    });
  }, 60_000);

  it('gives the first answer again after a restart of the service', async () => {
    const first = await call('POST', '/notes', { 'idempotency-key': 'two' }, { text: 'kept' });
    const { errors, cut } = await runtime.stop();
    expect([errors.size, cut]).toEqual([0, []]);
    runtime = await launch(2);
    const again = await call('POST', '/notes', { 'idempotency-key': 'two' }, { text: 'kept' });
    expect([again.body, again.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
  }, 60_000);
});

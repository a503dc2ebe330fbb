import {
  EventSourcedParking,
  forgetAggregates,
  PARKING,
  pauseFor,
  type Follower,
  type Forgotten,
  type OnFault,
} from '@guildhall/event-sourcing';
import type { Provider, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { createHttpApp } from '../http/http-app.js';
import { followIdentity } from '../identity-facts/identity-follower.js';
import { createOpenApi } from '../openapi/openapi.js';
import { nestLogger } from '../telemetry/logger.js';
import { registerParkedMetrics } from '../telemetry/parked-metrics.js';
import { registerRunnerMetrics } from '../telemetry/runner-metrics.js';
import { KeyStoreWait } from './key-store-wait.js';
import { rootModule } from './root.module.js';
import { Roles } from './roles/roles.js';
import { RUNNERS } from './roles/runners.js';
import type { ServiceCore } from './service-core.js';
import { shutDown, type ShutdownReport } from './shutdown.js';
import { StoreProbe } from './store-probe.js';

/**
 * One process of a service, from the Nest app to the last checkpoint. `prepare` makes the app without any connection; `start` waits for
 * event store and key store, reads keys, denied sessions and clock from the log, then starts the runners of its roles; `stop` is the way back.
 */
export class ServiceRuntime {
  private document: OpenAPIObject | null = null;
  private nest: NestFastifyApplication | null = null;
  private identity: Follower | null = null;
  private stopping: Promise<ShutdownReport> | null = null;
  private readonly ending = new AbortController();
  private readonly parking: EventSourcedParking;
  private readonly probe: StoreProbe;
  private readonly keyStore: KeyStoreWait;
  readonly roles: Roles;

  constructor(readonly core: ServiceCore) {
    const { definition, logger, parts } = core;
    const onFault = this.faultLogger('parking');
    this.parking = new EventSourcedParking({ store: core.store, service: definition.service, onFault });
    this.probe = new StoreProbe(parts.log, `${definition.service}.clock-sandbox`, logger);
    this.keyStore = new KeyStoreWait(parts.keys, logger);
    this.roles = new Roles(core, this.parking, (runner) => this.faultLogger(runner));
    registerRunnerMetrics(core.metrics, () => this.roles.lag());
    registerParkedMetrics(core.metrics, this.parking, () => parts.wall.nowMs());
    if (core.config.roles.includes('api')) core.readiness.require('event-store', this.probe.condition);
    core.readiness.require('key-store', this.keyStore.condition);
  }

  get app(): NestFastifyApplication {
    if (!this.nest) throw new Error('The service is not prepared');
    return this.nest;
  }

  get openapi(): OpenAPIObject {
    if (!this.document) throw new Error('The service is not prepared');
    return this.document;
  }

  /** Makes the Nest app and checks it: a route without a policy or with an unknown code throws `RouteRefused`. */
  async prepare(service: Type<object>): Promise<void> {
    const { core } = this;
    const { definition, config, readiness, clock, metrics } = core;
    const providers: readonly Provider[] = [
      { provide: PARKING, useValue: this.parking },
      { provide: RUNNERS, useValue: this.roles },
      ...this.roles.providers,
    ];
    this.nest = await createHttpApp({
      root: rootModule(service, core, providers),
      service: definition.service,
      routes: core.routes,
      health: { config, readiness, clock, metrics },
      nestLogger: nestLogger(core.logger),
      tls: config.httpTls ?? null,
    });
    const fastify = this.nest.getHttpAdapter().getInstance() as unknown as FastifyInstance;
    fastify.get(`/${definition.service}/openapi.json`, (_, reply) => reply.send(this.document));
    this.roles.attach(this.nest);
    await this.nest.init();
    this.document = createOpenApi(this.nest, definition, config.version, core.declared);
    await fastify.ready();
  }

  /** Resolves when all roles run; until then HTTP may already listen and says what it waits for. */
  async start(): Promise<void> {
    const { core, ending } = this;
    this.probe.start();
    await Promise.race([this.probe.reached, aborted(ending.signal)]);
    await this.keyStore.until(ending.signal);
    if (ending.signal.aborted) return;
    this.identity = followIdentity({
      service: core.definition.service,
      store: core.store,
      keys: core.keys,
      denied: core.denied,
      clock: core.clock,
      wall: core.parts.wall,
      sandboxMode: core.config.sandboxMode ? 'sandbox' : 'real-time',
      forget: (forgotten) => this.forget(forgotten),
      logger: core.logger,
    });
    await Promise.race([this.identity.caughtUp, this.identity.done]);
    await this.parking.start(ending.signal);
    core.readiness.started();
    await this.roles.start(this.app, ending.signal);
    core.logger.info({ roles: core.config.roles }, 'service runs');
  }

  /** Ordered way down, once: readiness off, intake stopped, drained, checkpoints saved, clients closed. */
  stop(): Promise<ShutdownReport> {
    this.stopping ??= this.goDown();
    return this.stopping;
  }

  /** The keys first: what is read again after that is read without them. */
  private async forget(forgotten: readonly Forgotten[]): Promise<void> {
    if (forgotten.length === 0) return;
    const { parts, store, config, erasures } = this.core;
    for (const { subjectId } of forgotten) parts.keys.forget(subjectId);
    forgetAggregates(store);
    // Each process of this role may order: the orders have the same ids.
    if (config.roles.includes('projector')) await erasures.order(forgotten);
  }

  private goDown(): Promise<ShutdownReport> {
    const { readiness, parts, config, logger } = this.core;
    readiness.stop();
    const steps = [
      { name: 'routing', close: () => pauseFor(config.routingDelayMs) },
      { name: 'http and facts', close: async () => this.nest?.close() },
      { name: 'runners', close: async () => (this.ending.abort(), this.roles.stop()) },
      { name: 'followers', close: () => Promise.all([this.identity?.stop(), this.parking.stop(), this.probe.stop()]) },
      { name: 'clients', close: () => closeAll(parts.close) },
    ];
    return shutDown(steps, config.routingDelayMs + config.shutdownDeadlineMs, logger);
  }

  private faultLogger(runner: string): OnFault {
    return ({ where, error, attempt }) =>
      this.core.logger.warn({ runner, where, attempt, err: error }, 'runner met a fault and tries again');
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

const closeAll = async (close: () => Promise<readonly Error[]>): Promise<void> => {
  const errors = await close();
  if (errors.length > 0) throw new AggregateError(errors, errors.map(({ message }) => message).join('; '));
};

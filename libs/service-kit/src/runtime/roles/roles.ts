import {
  COMMAND_ROUTES,
  ProcessBoard,
  ProcessOperations,
  ProcessRunner,
  type CommandRoutes,
  type OnFault,
  type Parking,
  toldStanding,
  toldStruggling,
  type RunnerLag,
  type Struggling,
} from '@guildhall/event-sourcing';
import type { FactsProgress, FactsServer } from '@guildhall/messaging';
import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { heardRoutes } from '../../identity-facts/heard.routes.js';
import type { CanaryWatch } from '../../canary/canary-watch.js';
import { registerCanaryMetrics } from '../../telemetry/canary-metrics.js';
import { registerConsumerMetrics } from '../../telemetry/consumer-metrics.js';
import { registerProcessMetrics } from '../../telemetry/process-metrics.js';
import { ALL_ROLES, type ProcessRole } from '../../config/service-config.js';
import type { ServiceCore } from '../service-core.js';
import { createFactsServers, lagOfFacts } from './facts.js';
import { createProcessor, createProcessRunner, LateRoutes, processesOf } from './processor.js';
import { createProjector } from './projector.js';
import { createRelay } from './relay.js';
import type { Runner } from './runner.js';
import type { Runners } from './runners.js';
import { ServiceRunners } from './service-runners.js';

/** The lease under which the work of a role is done, and with which it is told how that stands. */
const LEASE_OF: Readonly<Partial<Record<ProcessRole, string>>> = { relay: 'relay', projector: 'projector', processor: 'timers' };

/** The runners of a process's roles, and what of them is injected into listeners and controllers. */
export class Roles implements Runners {
  readonly providers: readonly Provider[];
  private readonly routes = new LateRoutes();
  private readonly processes: ProcessRunner;
  private readonly board: ProcessBoard;
  private readonly facts: readonly FactsServer[];
  private readonly ofRoles: readonly Runner[];
  private readonly ofService = new ServiceRunners();
  private canaries: CanaryWatch | null = null;

  constructor(
    private readonly core: ServiceCore,
    parking: Parking,
    faults: (runner: string) => OnFault,
  ) {
    const { definition, config, store, clock } = core;
    const { service } = definition;
    const has = (role: (typeof config.roles)[number]): boolean => config.roles.includes(role);
    this.processes = createProcessRunner(core, parking, this.routes, faults('processes'));
    this.board = new ProcessBoard({ store, service, onFault: faults('board') });
    this.facts = has('processor') ? createFactsServers(core, parking) : [];
    this.ofRoles = [
      ...(has('projector') ? [createProjector(core, parking, faults('projector'))] : []),
      ...(has('relay') ? [createRelay(core)] : []),
      ...(has('processor')
        ? [
            createProcessor(
              core,
              {
                ...{ processes: this.processes, board: this.board, facts: () => this.factsLag() },
                watched: (canaries) => (this.canaries = canaries),
              },
              faults('processor'),
            ),
          ]
        : []),
    ];
    if (has('processor')) {
      const [businessMs, wallMs] = [() => clock.now().getTime(), () => core.parts.wall.nowMs()];
      registerConsumerMetrics(core.metrics, this.facts);
      registerCanaryMetrics(core.metrics, () => [
        ...(this.canaries ? [this.canaries.ages()] : []),
        ...this.facts.map((server) => server.arrivalAges()),
      ]);
      registerProcessMetrics(core.metrics, { board: this.board, runner: this.processes, businessMs, wallMs });
    }
    const operations = new ProcessOperations({ store, service, processes: processesOf(definition), board: this.board, clock });
    this.providers = [
      { provide: ProcessRunner, useValue: this.processes },
      { provide: ProcessOperations, useValue: operations },
      { provide: ServiceRunners, useValue: this.ofService },
    ];
  }

  /** Connects the transport of facts to the app; before the app is initialised. */
  attach(app: NestFastifyApplication): void {
    for (const strategy of this.facts) app.connectMicroservice({ strategy }, { inheritAppConfig: false });
  }

  /** Starts everything at once; each part waits by itself for what is away. Resolves when all run or the signal aborts. */
  async start(app: NestFastifyApplication, signal: AbortSignal): Promise<void> {
    const { service } = this.core.definition;
    if (service !== 'identity') this.routes.add(heardRoutes(service, this.core.store));
    this.routes.add(app.get<CommandRoutes>(COMMAND_ROUTES, { strict: false }));
    await this.board.start(signal);
    await Promise.all([...this.runners.map((runner) => this.startRunner(runner, signal)), this.takeFacts(app, signal)]);
  }

  async stop(): Promise<void> {
    const stopped = await Promise.allSettled(this.runners.map((runner) => runner.stop()));
    await this.board.stop();
    const errors = stopped.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join('; '));
  }

  lag(): readonly RunnerLag[] {
    return [...this.runners.flatMap((runner) => runner.lag()), ...this.factsLag()];
  }

  async lagElsewhere(): Promise<readonly RunnerLag[]> {
    const { definition, config, parts } = this.core;
    const elsewhere = ALL_ROLES.filter((role) => !config.roles.includes(role)).flatMap((role) => LEASE_OF[role] ?? []);
    const of = { service: definition.service, nowMs: parts.wall.nowMs() };
    return (await Promise.all(elsewhere.map((runner) => toldStanding(parts.log, { ...of, runner })))).flat();
  }

  async strugglingElsewhere(): Promise<readonly Struggling[]> {
    const { definition, config, parts } = this.core;
    if (config.roles.includes('processor')) return [];
    return toldStruggling(parts.log, { service: definition.service, runner: 'timers' });
  }

  /** How the consumer groups of this process stand, and which topics each reads. */
  consumers(): readonly FactsProgress[] {
    return this.facts.map((server) => server.progress());
  }

  private factsLag(): readonly RunnerLag[] {
    const now = this.core.parts.wall.nowMs();
    return this.facts.map((server) => lagOfFacts(server, now));
  }

  private get runners(): readonly Runner[] {
    return [...this.ofRoles, ...this.ofService.all];
  }

  private async startRunner(runner: Runner, signal: AbortSignal): Promise<void> {
    try {
      await runner.start(signal);
    } catch (error) {
      // A stop in the middle of the start ends the waiting; anything else is a fault of this process.
      if (!signal.aborted) throw error;
    }
  }

  private async takeFacts(app: NestFastifyApplication, signal: AbortSignal): Promise<void> {
    if (this.facts.length === 0) return;
    await this.core.parts.ensureTopics(signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
    if (!signal.aborted) await app.startAllMicroservices();
  }
}

import {
  ProcessBoard,
  ProcessRunner,
  TimerRunner,
  type CommandRoutes,
  type OnFault,
  type Parking,
  type RunnerLag,
} from '@guildhall/event-sourcing';
import { CanaryWatch } from '../../canary/canary-watch.js';
import { HEARD_PROCESSES } from '../../identity-facts/heard.process.js';
import type { ProcessDefinition } from '../../definition/service-definition.js';
import { storagesOf, type ServiceCore } from '../service-core.js';
import { LeasedRunner, type Work } from './leased-runner.js';
import type { Runner } from './runner.js';

/** All processes of a service: its own, and those by which every service but identity hears of sessions, keys and clock. */
export const processesOf = ({ service, processes }: ServiceCore['definition']): readonly ProcessDefinition[] =>
  service === 'identity' ? processes : [...processes, ...(HEARD_PROCESSES as readonly ProcessDefinition[])];

/** Command routes that are filled once the Nest app has made the service's handlers. */
export class LateRoutes {
  readonly routes: Record<string, CommandRoutes[string]> = {};

  /** Throws where two routes take one command. */
  add(more: CommandRoutes): void {
    for (const [type, route] of Object.entries(more)) {
      if (this.routes[type]) throw new Error(`Two routes take the command ${type}`);
      this.routes[type] = route;
    }
  }
}

/** The process runner of a service; made in every role because listeners and controllers may inject it. */
export const createProcessRunner = (
  core: ServiceCore,
  parking: Parking,
  { routes }: LateRoutes,
  onFault: OnFault,
): ProcessRunner =>
  new ProcessRunner({
    store: core.store,
    service: core.definition.service,
    processes: processesOf(core.definition),
    routes,
    parking,
    clock: core.clock,
    storages: storagesOf(core.definition),
    onFault,
  });

/**
 * Role processor, the part that only one instance does: following own events and ordered commands, and firing timers. The lease is
 * named `timers`; facts are taken by every processor, as Kafka deals them.
 */
export const createProcessor = (
  core: ServiceCore,
  {
    processes,
    board,
    facts,
    watched,
  }: Readonly<{
    processes: ProcessRunner;
    board: ProcessBoard;
    facts: () => readonly RunnerLag[];
    /** Told of the watch of each term, null at its end. */
    watched: (canaries: CanaryWatch | null) => void;
  }>,
  onFault: OnFault,
): Runner => {
  let timers: TimerRunner | null = null;
  core.clock.onMoved(() => timers?.wake());
  const begin = (): Work => {
    const own = new TimerRunner({ board, runner: processes, clock: core.clock, onFault });
    const canaries = watchOf(core);
    const fenced = Promise.withResolvers<void>();
    return {
      start: async () => {
        await processes.start();
        void processes.fenced.then(fenced.resolve);
        timers = own;
        own.start();
        canaries.start();
        watched(canaries);
      },
      fenced: fenced.promise,
      stop: async () => {
        watched(null);
        await canaries.stop();
        await processes.stop();
        await own.stop();
        timers = null;
      },
    };
  };
  return new LeasedRunner(core, {
    name: 'processor',
    lease: 'timers',
    begin,
    lag: () => [processes.lag()],
    besides: facts,
    struggling: () => processes.struggling(),
    lines: ['processes'],
  });
};

const watchOf = ({ definition, parts, logger }: ServiceCore): CanaryWatch =>
  new CanaryWatch({
    service: definition.service,
    readModels: definition.projections.map(({ name }) => name),
    log: parts.log,
    documents: parts.readModels,
    topics: parts.topicReader,
    nowMs: () => parts.wall.nowMs(),
    onFault: (error) => logger.debug({ reason: String(error) }, 'canaries not looked for'),
  });

import {
  ProcessBoard,
  ProcessRunner,
  TimerRunner,
  type CommandRoutes,
  type OnFault,
  type Parking,
} from '@guildhall/event-sourcing';
import { HEARD_PROCESSES } from '../../identity-facts/heard.process.js';
import type { ProcessDefinition } from '../../definition/service-definition.js';
import { storagesOf, type ServiceCore } from '../service-core.js';
import { takeLease, type Held } from './held.js';
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
export const createProcessor = (core: ServiceCore, processes: ProcessRunner, board: ProcessBoard, onFault: OnFault): Runner => {
  const timers = new TimerRunner({ board, runner: processes, clock: core.clock, onFault });
  let held: Held | null = null;
  let stopped: Promise<void> | null = null;
  const goDown = async (): Promise<void> => {
    await processes.stop();
    await timers.stop();
  };
  const stop = (): Promise<void> => (stopped ??= goDown());
  core.clock.onMoved(() => timers.wake());
  return {
    name: 'processor',
    async start(signal) {
      held = await takeLease(core, 'timers', signal, stop);
      await processes.start();
      timers.start();
    },
    async stop() {
      await stop();
      await held?.release();
    },
    lag: () => [processes.lag()],
  };
};

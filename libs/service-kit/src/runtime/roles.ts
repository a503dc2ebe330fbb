import { ProjectionRunner, type OnFault, type Parking, type RunnerLag } from '@guildhall/event-sourcing';
import type { Provider } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Runner } from './runner.js';
import type { Runners } from './runners.js';
import type { ServiceCore } from './service-core.js';

/** The runners of a process's roles, and what of them is injected into listeners and controllers. */
export interface Roles extends Runners {
  readonly providers: readonly Provider[];
  /** Connects the transport of facts to the app, before it is initialised. */
  attach(app: NestFastifyApplication): void;
  start(app: NestFastifyApplication, signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

export const createRoles = (core: ServiceCore, parking: Parking, faults: (runner: string) => OnFault): Roles => {
  const runners: Runner[] = [];
  const { config, definition, store, parts } = core;
  if (config.roles.includes('projector')) {
    const projections = new ProjectionRunner({
      store,
      readModels: parts.readModels,
      parking,
      service: definition.service,
      projections: definition.projections,
      onFault: faults('projector'),
    });
    runners.push({ name: 'projector', start: () => projections.start(), stop: () => projections.stop(), lag: () => projections.lag() });
  }
  return {
    providers: [],
    attach: () => undefined,
    start: async () => {
      await Promise.all(runners.map((runner) => runner.start()));
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop()));
    },
    lag: (): readonly RunnerLag[] => runners.flatMap((runner) => runner.lag()),
  };
};

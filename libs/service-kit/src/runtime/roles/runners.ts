import type { RunnerLag } from '@guildhall/event-sourcing';

/** Token of what runs in this process, for the operators' routes. */
export const RUNNERS = Symbol('RUNNERS');

/** How the runners of this process stand. */
export interface Runners {
  lag(): readonly RunnerLag[];
}

import type { RunnerLag, Struggling } from '@guildhall/event-sourcing';

/** Token of what runs in this process, for the operators' routes. */
export const RUNNERS = Symbol('RUNNERS');

/** How the runners of this process stand. */
export interface Runners {
  lag(): readonly RunnerLag[];
  /** How those of the roles that this process does not have stand, as their holders told last. Throws `StoreUnavailable`. */
  lagElsewhere(): Promise<readonly RunnerLag[]>;
  /** What keeps failing where the processor is another process, as that told last. Throws `StoreUnavailable`. */
  strugglingElsewhere(): Promise<readonly Struggling[]>;
}

import type { RunnerLag } from '@guildhall/event-sourcing';

/**
 * One long-lived part of a role: follows the log, fires timers, publishes, takes facts. `start` resolves when it runs (it waits for what
 * is away by itself); `stop` ends intake, drains and saves its checkpoint.
 */
export interface Runner {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  lag(): readonly RunnerLag[];
}

import type { RunnerLag } from '@guildhall/event-sourcing';

/**
 * One long-lived part of a role: follows the log, fires timers, publishes. `start` resolves when it runs (it waits for what is away by
 * itself) or the signal aborts; `stop` ends intake, drains and saves its checkpoint.
 */
export interface Runner {
  readonly name: string;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
  lag(): readonly RunnerLag[];
}

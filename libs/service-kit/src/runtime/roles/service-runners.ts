import type { Runner } from './runner.js';

/**
 * Runners that a service brings itself, such as a search index fed from `$all`: inject it and `add` one in a constructor. They start with
 * the roles of the process, after the log is there, stop before its clients close, and stand in the operators' list of lags.
 */
export class ServiceRunners {
  private readonly runners: Runner[] = [];

  add(runner: Runner): void {
    this.runners.push(runner);
  }

  get all(): readonly Runner[] {
    return this.runners;
  }
}

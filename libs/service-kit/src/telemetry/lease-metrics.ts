import { METRIC } from './metrics-registry.js';
import { counterOf, gaugeOf, type MetricsRegistry } from './metrics.js';

/** The leases of this process: each runner tells what becomes of its own. */
export class LeaseMetrics {
  private readonly held;
  private readonly term;
  private readonly taken;

  constructor(registry: MetricsRegistry) {
    this.held = gaugeOf(registry, METRIC.leaseHeld);
    this.term = gaugeOf(registry, METRIC.leaseTerm);
    this.taken = counterOf(registry, METRIC.leaseLost);
  }

  /** The runner waits for its lease: it is there, and holds nothing. */
  wanted(runner: string): void {
    this.held.set({ runner }, 0);
  }

  took(runner: string, term: bigint): void {
    this.held.set({ runner }, 1);
    this.term.set({ runner }, Number(term));
  }

  /** A newer term is there. */
  lost(runner: string): void {
    this.held.set({ runner }, 0);
    this.taken.inc({ runner });
  }

  released(runner: string): void {
    this.held.set({ runner }, 0);
  }
}

/** A condition of readiness with its present answer: null when met, else what is waited for. */
export type Condition = () => string | null;

/** Whether this process may get requests. Freshness of read models is no condition: it gates queries (architecture.md §8). */
export class Readiness {
  private readonly conditions = new Map<string, Condition>();
  private starting = true;
  private stopping = false;

  require(name: string, condition: Condition): void {
    this.conditions.set(name, condition);
  }

  /** Start-up is over: what must be read from the log was read. */
  started(): void {
    this.starting = false;
  }

  /** Shutdown began: never ready again. */
  stop(): void {
    this.stopping = true;
  }

  get isStarted(): boolean {
    return !this.starting;
  }

  /** What keeps it from being ready, by condition; empty when it is. */
  waitingFor(): Readonly<Record<string, string>> {
    if (this.stopping) return { shutdown: 'stopping' };
    const open = [...this.conditions].flatMap(([name, condition]) => {
      const waits = condition();
      return waits === null ? [] : [[name, waits] as const];
    });
    return { ...(this.starting ? { start: 'starting' } : {}), ...Object.fromEntries(open) };
  }
}

/** Lets at most `limit` callers through at once, in the order they came. */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Runs `work` when a place is free. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.limit) await new Promise<void>((enter) => this.waiting.push(enter));
    else this.inside += 1;
    try {
      return await work();
    } finally {
      // The place is handed over rather than freed, so a newcomer cannot slip in before those who wait.
      const enter = this.waiting.shift();
      if (enter) enter();
      else this.inside -= 1;
    }
  }
}

/** Lets at most `limit` callers through at once, in the order they came. */
export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly limit: number) {}

  /** Runs `work` when a place is free. */
  async through<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  /** Runs `work` while nobody else is inside: those who are leave first, those who come wait. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    // All at once, so that no newcomer gets between them.
    await Promise.all(Array.from({ length: this.limit }, () => this.enter()));
    try {
      return await work();
    } finally {
      for (let place = 0; place < this.limit; place += 1) this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.inside >= this.limit) await new Promise<void>((enter) => this.waiting.push(enter));
    else this.inside += 1;
  }

  /** The place is handed over rather than freed, so a newcomer cannot slip in before those who wait. */
  private leave(): void {
    const enter = this.waiting.shift();
    if (enter) enter();
    else this.inside -= 1;
  }
}

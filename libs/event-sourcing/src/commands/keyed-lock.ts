/** Runs work on one key one after another, in the order asked; work on different keys runs at once. */
export class KeyedLock {
  private readonly tails = new Map<string, Promise<unknown>>();

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key);
    const mine = before ? before.then(work, work) : work();
    // The one behind waits for the end of this one, however it ends; the caller gets the failure itself.
    const tail = mine.then(nothing, nothing);
    this.tails.set(key, tail);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    }
  }
}

const nothing = (): void => undefined;

const PAUSE_MS = 25;

/** What a question throws to say that waiting is in vain: it passes through `eventually` at once. */
export class InVain extends Error {
  override readonly name = 'InVain';
  constructor(override readonly cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Repeats a question until it has an answer; rejects after the deadline (default 20 s) with what was last seen. */
export const eventually = async <T>(what: string, ask: () => Promise<T | undefined>, deadlineMs = 20_000): Promise<T> => {
  const end = Date.now() + deadlineMs;
  for (;;) {
    let seen: unknown;
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (error instanceof InVain) throw error.cause;
      seen = error;
    }
    if (Date.now() > end) {
      const last = seen instanceof Error ? `; last: ${seen.message}` : '';
      throw new Error(`Not within ${String(deadlineMs)} ms: ${what}${last}`, { cause: seen });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
};

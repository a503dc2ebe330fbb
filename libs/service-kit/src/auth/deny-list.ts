/**
 * Sessions whose access tokens are refused, in memory. An entry is dropped when the last token of the session has expired: `denyUntil`
 * of the event, or 6 minutes after it was recorded where that is later (wall clock).
 */
export class DenyList {
  private readonly until = new Map<string, number>();

  deny(sessionId: string, denyUntilMs: number, recordedAtMs: number): void {
    const until = Math.max(denyUntilMs, recordedAtMs + DENY_WINDOW_MS);
    this.until.set(sessionId, Math.max(until, this.until.get(sessionId) ?? 0));
  }

  has(sessionId: string, nowMs: number): boolean {
    const until = this.until.get(sessionId);
    if (until === undefined) return false;
    if (nowMs <= until) return true;
    this.until.delete(sessionId);
    return false;
  }

  /** Forgets what has run out; called now and then so that the list stays small. */
  prune(nowMs: number): void {
    for (const [sessionId, until] of this.until) if (until < nowMs) this.until.delete(sessionId);
  }

  get size(): number {
    return this.until.size;
  }
}

/** A token lives 5 minutes; one more covers clocks that differ (architecture.md §7). */
export const DENY_WINDOW_MS = 6 * 60_000;

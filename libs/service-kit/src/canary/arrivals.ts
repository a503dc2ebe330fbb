/** A canary: where it stands in the log, and since when this process knows of it, wall time in ms. */
type Canary = Readonly<{ position: bigint; at: number }>;

/** Canaries that are remembered: at one every few seconds, those of the last minutes. A sink that is further behind saw none of them. */
const REMEMBERED = 120;

/** Which canary each sink saw last. Ages grow by themselves: what was not seen is never told as seen. */
export class Arrivals {
  private readonly sent: Canary[] = [];
  private readonly seenAt = new Map<string, number>();

  /** `startedAt`: from when on sinks are waited for, wall time in ms. */
  constructor(
    sinks: readonly string[],
    private readonly startedAt: number,
  ) {
    for (const sink of sinks) this.seenAt.set(sink, startedAt);
  }

  sentOut(canary: Canary): void {
    if (canary.position <= (this.sent.at(-1)?.position ?? -1n)) return;
    this.sent.push(canary);
    if (this.sent.length > REMEMBERED) this.sent.shift();
  }

  /** A sink has everything up to a position of the log. */
  reached(sink: string, position: bigint): void {
    const last = this.sent.findLast((canary) => canary.position <= position);
    if (last) this.seen(sink, last.at);
  }

  /** A sink had everything of that moment. */
  seen(sink: string, at: number): void {
    this.seenAt.set(sink, Math.max(at, this.seenAt.get(sink) ?? this.startedAt));
  }

  /** Age in seconds of the newest canary that each sink saw. */
  ages(nowMs: number): ReadonlyMap<string, number> {
    return new Map([...this.seenAt].map(([sink, at]) => [sink, Math.max(0, (nowMs - at) / 1_000)]));
  }
}

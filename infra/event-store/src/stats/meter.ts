import grpc from '@grpc/grpc-js';

/** Upper bounds of the duration histogram, in seconds: the original's. */
export const DURATION_BOUNDS = [0.000_001, 0.000_01, 0.000_1, 0.001, 0.01, 0.1, 1, 10] as const;

export type Activity = 'stream-read' | 'stream-append' | 'stream-batch-append' | 'stream-delete' | 'stream-tombstone';
export type Result = 'successful' | 'failed';
export type Durations = { readonly counts: number[]; total: number; seconds: number };

/** Counts what the server does, for /stats and /metrics; all since the start. */
export class Meter {
  readonly calls = { current: 0, total: 0, failed: 0, unimplemented: 0, deadlineExceeded: 0 };
  readonly read = { events: 0, bytes: 0 };
  readonly durations = new Map<`${Activity} ${Result}`, Durations>();

  /** One call begins; the answer is called with its status when it ends. */
  begin(activity: Activity | undefined): (status: grpc.status) => void {
    const started = performance.now();
    this.calls.current += 1;
    this.calls.total += 1;
    let open = true;
    return (status) => {
      if (!open) return;
      open = false;
      this.calls.current -= 1;
      if (status !== grpc.status.OK) this.#countFailure(status);
      if (activity) this.#observe(activity, status === grpc.status.OK ? 'successful' : 'failed', performance.now() - started);
    };
  }

  countRead({ data, metadata }: Readonly<{ data: Uint8Array; metadata: Uint8Array }>): void {
    this.read.events += 1;
    this.read.bytes += data.length + metadata.length;
  }

  #countFailure(status: grpc.status): void {
    this.calls.failed += 1;
    if (status === grpc.status.UNIMPLEMENTED) this.calls.unimplemented += 1;
    if (status === grpc.status.DEADLINE_EXCEEDED) this.calls.deadlineExceeded += 1;
  }

  #observe(activity: Activity, result: Result, milliseconds: number): void {
    const seconds = milliseconds / 1_000;
    const key = `${activity} ${result}` as const;
    const found = this.durations.get(key) ?? { counts: DURATION_BOUNDS.map(() => 0), total: 0, seconds: 0 };
    this.durations.set(key, found);
    found.total += 1;
    found.seconds += seconds;
    for (const [index, bound] of DURATION_BOUNDS.entries())
      if (seconds <= bound) found.counts[index] = (found.counts[index] ?? 0) + 1;
  }
}

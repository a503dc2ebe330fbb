import { StoreUnavailable } from '../store/store.errors.js';
import { pauseFor } from '../subscriptions/backoff.js';
import type { RunnerLag } from '../subscriptions/runner-lag.js';
import type { Struggling } from '../processes/process-runner.js';
import type { LeaseEvent, Told } from './lease.events.js';
import type { LeaseStream } from './lease-stream.js';

/** Durations in ms: `now` counts on and never jumps, `pause` resolves at its end or when the signal aborts. Specs bring their own. */
export type LeaseTime = Readonly<{ now(): number; pause(ms: number, signal?: AbortSignal): Promise<void> }>;

export const machineTime: LeaseTime = { now: () => performance.now(), pause: pauseFor };

/** The holder shows life this often; after this long without it a standby takes the lease (operators.md, leases). */
export const RENEW_EVERY_MS = 3_000;
export const EXPIRES_AFTER_MS = 8_000;
/** Of what keeps failing so many are told, those that fail for longest. */
const TOLD_AT_MOST = 50;
/** While the store is away the holder asks again this often: the standby counts anew from the store's return. */
const TRY_AGAIN_MS = 500;

/**
 * The right to be the one runner of a kind, while it is renewed in `leases.<service>.<runner>`. Its term is the revision at which it was
 * taken, so terms only rise. A lease tells who should work; what a holder that was paused may still do must be harmless by itself
 * (relay: checkpoint at the exact revision; projector: compare-and-set; timers: derived ids). Made by `takeLease`.
 */
export class Lease {
  private readonly fenced = new AbortController();
  private revision: bigint;

  constructor(
    private readonly events: LeaseStream,
    readonly holder: string,
    /** Revision at which the lease was taken: the higher term wins. */
    readonly term: bigint,
    private readonly now: () => Date,
    private readonly time: LeaseTime,
    /** How the work under the lease stands: told with each renewal. */
    private readonly standing: () => readonly RunnerLag[] = () => [],
    private readonly struggling: () => readonly Struggling[] = () => [],
  ) {
    this.revision = term;
  }

  get stream(): string {
    return this.events.name;
  }

  /** Fires once another holder is known. */
  get lost(): AbortSignal {
    return this.fenced.signal;
  }

  /** False once another holder is known; true is what this instance believes until its next renewal. */
  get isHeld(): boolean {
    return !this.fenced.signal.aborted;
  }

  /** Shows life once; false when the lease is another's, and for ever then. Throws `StoreUnavailable`. */
  async renew(): Promise<boolean> {
    const renewedAt = this.now().toISOString();
    return this.write({ type: 'LeaseRenewed', data: { ...this.own(), renewedAt } }, renewedAt);
  }

  /** Renews every 3 s until the lease is lost or `signal` aborts. A store that is away fences nobody. */
  async keep(signal: AbortSignal): Promise<void> {
    let next = RENEW_EVERY_MS;
    for (;;) {
      await this.time.pause(next, signal);
      if (signal.aborted || !this.isHeld) return;
      try {
        await this.renew();
        next = RENEW_EVERY_MS;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        next = TRY_AGAIN_MS;
      }
    }
  }

  /** Gives it up, after `keep` has ended: a standby takes it at its next look. Throws `StoreUnavailable`: then it expires instead. */
  async release(): Promise<void> {
    if (!this.isHeld) return;
    const releasedAt = this.now().toISOString();
    await this.write({ type: 'LeaseReleased', data: { ...this.own(), releasedAt } }, releasedAt);
    this.fenced.abort();
  }

  private own(): Told {
    const standing = this.standing().map(({ position, ...line }) => ({ ...line, position: position?.toString() ?? null }));
    const own = { holder: this.holder, term: this.term.toString(), standing };
    const struggling = this.struggling().toSorted((left, right) => left.since - right.since);
    // What an error says may hold what people wrote; its name does not. The whole of it is in the holder's log.
    const named = struggling.slice(0, TOLD_AT_MOST).map((one) => ({ ...one, error: one.error.split(':', 1)[0] ?? '' }));
    return named.length === 0 ? own : { ...own, struggling: named };
  }

  private async write(event: LeaseEvent, at: string): Promise<boolean> {
    while (this.isHeld) {
      const revision = await this.events.append(this.revision, event, at);
      if (revision !== null) {
        this.revision = revision;
        return true;
      }
      const last = await this.events.last();
      // A renewal whose answer was lost is ours under an id that we no longer know. No event at all: the log was lost, the term with it.
      const isOurs = last !== null && (last.data as { term?: string }).term === this.term.toString();
      if (isOurs) this.revision = last.revision;
      else this.fenced.abort();
    }
    return false;
  }
}

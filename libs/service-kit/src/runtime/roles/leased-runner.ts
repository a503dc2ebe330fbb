import { hostname } from 'node:os';
import {
  backoffMs,
  OUTAGE_BACKOFF,
  pauseFor,
  takeLease,
  type Lease,
  type LeaseOptions,
  type LeaseTime,
  type RunnerLag,
  type Struggling,
} from '@guildhall/event-sourcing';
import type { ServiceConfig } from '../../config/service-config.js';
import { LeaseMetrics } from '../../telemetry/lease-metrics.js';
import type { ServiceCore } from '../service-core.js';
import type { Runner } from './runner.js';

/**
 * What one term of a lease does. `start` resolves when it runs and waits for what is away; `fenced` resolves when it met a later term;
 * `stop` ends it at any time, drains and saves.
 */
export type Work = Readonly<{ start(): Promise<void>; fenced: Promise<void>; stop(): Promise<void> }>;

export type LeasedRunnerOptions = Readonly<{
  name: string;
  /** Last part of the lease's stream. */
  lease: string;
  /** What must be there before the lease is wanted; rejects when the signal aborts. */
  prepare?(signal: AbortSignal): Promise<void>;
  /** Work of one term; made anew for each. */
  begin(term: bigint): Work;
  /** How the work stands, asked only while this process has had a term. */
  lag(): readonly RunnerLag[];
  /** What else is told with the lease, for processes that have no part in this role. */
  besides?(): readonly RunnerLag[];
  /** What of it keeps failing; told in the same way. */
  struggling?(): readonly Struggling[];
  /** Names of the lines that a process without the lease shows as `standby`. */
  lines: readonly string[];
  time?: LeaseTime;
}>;

type Core = Pick<ServiceCore, 'definition' | 'config' | 'parts' | 'logger' | 'metrics'>;

/**
 * A runner of which one process of the service is active at a time: it works under a lease, stands by while another process holds it, and
 * stands by again when it has lost it (a pause, a store that only this process could not reach).
 */
export class LeasedRunner implements Runner {
  readonly name: string;
  private readonly leases: LeaseMetrics;
  private readonly stopping = new AbortController();
  private running: Promise<void> = Promise.resolve();
  private standing: 'by' | 'working' = 'by';
  private readonly settled = Promise.withResolvers<void>();
  private told: string | null = null;

  constructor(
    private readonly core: Core,
    private readonly options: LeasedRunnerOptions,
  ) {
    this.name = options.name;
    this.leases = new LeaseMetrics(core.metrics);
  }

  /** Resolves when it works or stands by. */
  async start(signal: AbortSignal): Promise<void> {
    this.leases.wanted(this.options.lease);
    await this.options.prepare?.(signal);
    const end = AbortSignal.any([signal, this.stopping.signal]);
    this.running = this.runForEver(end);
    await Promise.race([this.settled.promise, this.running]);
  }

  /** Drains under the lease, then gives it up. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  lag(): readonly RunnerLag[] {
    if (this.standing === 'working') return this.options.lag();
    const now = this.core.parts.wall.nowMs();
    const line = { state: 'standby', position: null, lagSeconds: 0, heartbeatAt: now, advancedAt: now, parked: 0 };
    return this.options.lines.map((runner) => ({ runner, ...line }));
  }

  private async runForEver(signal: AbortSignal): Promise<void> {
    const { lease: runner } = this.options;
    let after: LeaseOptions['after'] = 'start';
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      try {
        await this.work(await this.take(after, signal), signal);
        attempt = 0;
      } catch (error) {
        if (signal.aborted) return;
        this.core.logger.error({ runner, attempt, err: error }, 'the runner ended and stands by again');
        await pauseFor(backoffMs(attempt, OUTAGE_BACKOFF), signal);
      }
      after = 'loss';
    }
  }

  private async take(after: LeaseOptions['after'], signal: AbortSignal): Promise<Lease> {
    const { definition, config, parts, logger } = this.core;
    const { lease: runner, time } = this.options;
    const lease = await takeLease(
      parts.log,
      {
        service: definition.service,
        runner,
        holder: replicaOf(config),
        after,
        ...(time && { time }),
        standing: () => [...this.options.lag(), ...(this.options.besides?.() ?? [])],
        struggling: () => this.options.struggling?.() ?? [],
        onStandby: (holder) => this.standBy(holder),
        onFault: (error) => logger.debug({ runner, reason: String(error) }, 'waiting for the event store to ask for the lease'),
      },
      signal,
    );
    this.leases.took(runner, lease.term);
    logger.info({ runner, term: lease.term.toString() }, 'lease taken');
    this.told = null;
    return lease;
  }

  private standBy(holder: string): void {
    this.settled.resolve();
    if (this.told === holder) return;
    this.told = holder;
    this.core.logger.info({ runner: this.options.lease, holder }, 'another process holds the lease: standing by');
  }

  /** One term: until it is stopped, the lease is lost or the work was fenced. */
  private async work(lease: Lease, signal: AbortSignal): Promise<void> {
    const { lease: runner } = this.options;
    const work = this.options.begin(lease.term);
    const kept = new AbortController();
    const keeping = lease.keep(kept.signal);
    // A renewal that fails for another reason than the store's absence is a fault: the term ends, and it is thrown below.
    const broken = keeping.catch(() => undefined);
    const over = Promise.race([aborted(signal), aborted(lease.lost), work.fenced, broken]);
    try {
      this.standing = 'working';
      await Promise.race([work.start(), over]);
      this.settled.resolve();
      await over;
    } finally {
      // Still renewed: what drains is not done by a second process meanwhile.
      await work.stop();
      kept.abort();
      await broken;
      this.standing = 'by';
      if (!signal.aborted) this.sayLost(lease);
      await this.release(lease);
      this.leases.released(runner);
    }
    await keeping;
  }

  private sayLost({ term }: Lease): void {
    const { lease: runner } = this.options;
    this.leases.lost(runner);
    this.core.logger.error({ runner, term: term.toString() }, 'another process took the lease: standing by');
  }

  private async release(lease: Lease): Promise<void> {
    try {
      await lease.release();
    } catch (error) {
      this.core.logger.warn({ runner: this.options.lease, reason: String(error) }, 'lease not released: it expires');
    }
  }
}

/**
 * The name under which a replica holds its leases: host and port. Only one process can listen on a port, so whoever starts with this name
 * knows that the run before it is gone, and need not wait for its leases to expire. Without a fixed port the name is the process's own.
 */
const replicaOf = ({ port }: ServiceConfig): string => `${hostname()}:${port === 0 ? `pid-${process.pid}` : port}`;

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => (signal.aborted ? resolve() : signal.addEventListener('abort', () => resolve(), { once: true })));

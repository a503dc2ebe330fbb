import { CheckpointStream, Fenced, pauseFor } from '@guildhall/event-sourcing';
import { noLog, type Log } from '../observing/log.js';
import { MESSAGING_METRICS, noMeter, type Meter } from '../observing/meter.js';
import { placeOf, storedPlace, type AuditPlace, type StoredPlace } from './audit-place.js';
import { RelayAudit, type AuditSources, type Stretch } from './relay-audit.js';

const RUNNER = 'audit';
/** One stretch a round: a log that was never audited is gone through within hours, without being felt. */
const LIMITS = { events: 50_000, ms: 10_000, open: 10_000 } as const;

export type RelayAuditorOptions = AuditSources &
  Readonly<{
    /** Position up to which the relay of this process knows its facts to lie in the topic; null while it is not known: nothing is audited. */
    told: () => bigint | null;
    /** Wall time between two rounds, in ms; default 20 s. */
    everyMs?: number;
    meter?: Meter;
    log?: Log;
  }>;

/**
 * Audits the topic of a service for ever, beside the relay and under its lease: one stretch every 20 s, from a checkpoint on. A quiet
 * service costs two questions a round. Each finding is counted and told in the log once; a topic that lost something behind the
 * checkpoint is audited from its beginning, so what it has lost before is told again.
 */
export class RelayAuditor {
  private readonly audit: RelayAudit;
  private readonly stopping = new AbortController();
  private readonly checkpoint: CheckpointStream<StoredPlace>;
  private readonly meter: Meter;
  private readonly log: Log;
  private running: Promise<void> = Promise.resolve();
  private place: AuditPlace | null = null;

  constructor(private readonly options: RelayAuditorOptions) {
    this.audit = new RelayAudit(options);
    this.checkpoint = new CheckpointStream(options.store, options.service, RUNNER);
    this.meter = options.meter ?? noMeter;
    this.log = options.log ?? noLog;
  }

  /** Begins; answers at once. What is away is waited for until the next round. */
  start(): void {
    const { topic } = this.options;
    // A series that begins with its first finding has no increase to be seen.
    for (const { name } of COUNTED) this.meter.add(name, 0, { topic });
    this.running = this.runForEver();
  }

  /** Waits for no answer: the next auditor goes on from the checkpoint. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  /** One stretch, as a round makes it; null where the relay does not know how the topic stands. Errors: `Fenced` where another auditor took over, those of the stores. */
  async round(): Promise<Stretch | null> {
    const told = this.options.told();
    if (told === null) return null;
    this.place ??= await this.load();
    const stretch = await this.audit.stretch(this.place, LIMITS, told);
    if (isWorthSaving(this.place, stretch)) await this.checkpoint.save(stretch.at.after ?? 0n, storedPlace(stretch.at));
    this.place = stretch.at;
    this.tell(stretch);
    return stretch;
  }

  private async load(): Promise<AuditPlace> {
    const last = await this.checkpoint.load();
    return last ? placeOf(last.data) : this.audit.begin();
  }

  private tell({ counts, findings }: Stretch): void {
    const { topic } = this.options;
    for (const { name, of } of COUNTED) this.meter.add(name, counts[of], { topic });
    for (const finding of findings) this.log.error({ topic, ...finding }, 'Topic and log differ');
  }

  private async runForEver(): Promise<void> {
    const { signal } = this.stopping;
    const { topic, everyMs = 20_000 } = this.options;
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    while (!signal.aborted) {
      await pauseFor(everyMs, signal);
      if (signal.aborted) return;
      try {
        await Promise.race([this.round(), stopped]);
      } catch (error) {
        if (error instanceof Fenced) return this.log.info({ topic }, 'Another process audits the topic');
        this.log.warn({ topic, error: String(error) }, 'Topic not audited this time');
      }
    }
  }
}

const COUNTED = [
  { name: MESSAGING_METRICS.auditHoles.name, of: 'holes' },
  { name: MESSAGING_METRICS.auditOrder.name, of: 'orderViolations' },
  { name: MESSAGING_METRICS.auditStrangers.name, of: 'strangers' },
] as const;

/** That the relay went past events that it tells nothing of is no news: an idle platform must not write for it. */
const isWorthSaving = (before: AuditPlace, { at, done }: Stretch): boolean => {
  const reached = (place: AuditPlace): string => JSON.stringify({ ...storedPlace(place), after: null });
  return !done || reached(at) !== reached(before);
};

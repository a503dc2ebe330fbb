import { SpanStatusCode, TraceFlags, type AttributeValue } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { Counter } from 'prom-client';
import { METRIC } from './metrics-registry.js';
import { counterOf, histogramOf, type MetricsRegistry, type Timed } from './metrics.js';

type Timing = Readonly<{ prefix: string; metric: Parameters<typeof histogramOf>[1]; label: string }>;

/** Which spans are timed: the first word of a span's name says what it is, the second which one. Both are bounded by the code. */
const TIMED: readonly Timing[] = [
  { prefix: 'command ', metric: METRIC.commandDuration, label: 'command' },
  { prefix: 'project ', metric: METRIC.projectionDuration, label: 'projection' },
  { prefix: 'react ', metric: METRIC.processStepDuration, label: 'process' },
  { prefix: 'process ', metric: METRIC.processDuration, label: 'destination' },
  { prefix: 'relay ', metric: METRIC.relayDuration, label: 'destination' },
];

/** Codes of refusals that are money not moved. */
const MONEY = 'PAYMENTS.';

/**
 * Series of what own spans say when they end, so that time is taken and things are counted in one place. Outcome: `ok`, `refused`
 * (expected) or `fault`. A span that is exported becomes the exemplar of its bucket.
 */
export class SpanMetrics implements SpanProcessor {
  private readonly timed: ReadonlyMap<string, Readonly<{ label: string; timed: Timed }>>;
  private readonly count: (metric: Parameters<typeof counterOf>[1]) => Counter;
  private readonly timerDelay: Timed;

  constructor(registry: MetricsRegistry) {
    this.timed = new Map(
      TIMED.map(({ prefix, metric, label }) => [prefix.trim(), { label, timed: histogramOf(registry, metric) }]),
    );
    this.timerDelay = histogramOf(registry, METRIC.timerDelay);
    for (const metric of COUNTED) counterOf(registry, metric);
    this.count = (metric) => counterOf(registry, metric);
  }

  onStart(): void {
    // Only ended spans have a duration.
  }

  onEnd(span: ReadableSpan): void {
    const cut = span.name.indexOf(' ');
    const series = this.timed.get(span.name.slice(0, cut));
    if (!series) return;
    const subject = span.name.slice(cut + 1);
    const seconds = span.duration[0] + span.duration[1] / 1e9;
    series.timed.observe({ [series.label]: subject, outcome: outcomeOf(span) }, seconds, traceOf(span));
    this.countOf(series.label, subject, span);
  }

  async forceFlush(): Promise<void> {
    // Series are read by scraping; nothing waits.
  }

  async shutdown(): Promise<void> {
    // As above.
  }

  private countOf(label: string, subject: string, span: ReadableSpan): void {
    const { attributes } = span;
    switch (label) {
      case 'command':
        return this.countCommand(subject, attributes);
      case 'projection':
        return this.countBatch(subject, numberOf(attributes['app.events']), numberOf(attributes['app.poison']));
      case 'process': {
        if (attributes['app.duplicate'] === true) this.count(METRIC.inboxDuplicates).inc({ process: subject });
        const late = attributes['app.timer_delay_seconds'];
        if (late !== undefined) this.timerDelay.observe({ process: subject }, numberOf(late), traceOf(span));
        return;
      }
      case 'destination':
        if (span.name.startsWith('relay '))
          this.count(METRIC.messagesSent).inc({ destination: subject }, numberOf(attributes['messaging.batch.message_count']));
    }
  }

  private countCommand(command: string, attributes: ReadableSpan['attributes']): void {
    const retries = numberOf(attributes['guildhall.conflict_retries']);
    if (retries > 0) this.count(METRIC.commandRetries).inc({ command }, retries);
    const repeatOf = textOf(attributes['guildhall.repeat_of']);
    if (repeatOf === 'request') this.count(METRIC.idempotentReplays).inc({ command });
    else if (repeatOf !== '') this.count(METRIC.inboxDuplicates).inc({ process: repeatOf });
    const notedBy = textOf(attributes['guildhall.noted_by']);
    if (notedBy !== '') this.count(METRIC.factsNoted).inc({ process: notedBy });
    const code = textOf(attributes['guildhall.error_code']);
    if (code.startsWith(MONEY)) this.count(METRIC.moneyRefused).inc({ reason: code });
  }

  private countBatch(projection: string, events: number, poison: number): void {
    if (events > poison) this.count(METRIC.projectionProcessed).inc({ projection, result: 'applied' }, events - poison);
    if (poison === 0) return;
    this.count(METRIC.projectionProcessed).inc({ projection, result: 'poison' }, poison);
    this.count(METRIC.projectionPoison).inc({ projection }, poison);
  }
}

/** Registered at once, so that they stand in the first scrape. */
const COUNTED = [
  METRIC.commandRetries,
  METRIC.idempotentReplays,
  METRIC.inboxDuplicates,
  METRIC.factsNoted,
  METRIC.projectionProcessed,
  METRIC.projectionPoison,
  METRIC.messagesSent,
  METRIC.moneyRefused,
];

const numberOf = (value: AttributeValue | undefined): number => (typeof value === 'number' ? value : 0);
const textOf = (value: AttributeValue | undefined): string => (typeof value === 'string' ? value : '');

const outcomeOf = ({ status, attributes }: ReadableSpan): string => {
  if (status.code === SpanStatusCode.ERROR) return 'fault';
  return attributes['guildhall.error_code'] === undefined ? 'ok' : 'refused';
};

/** The trace of a span that is exported. */
const traceOf = (span: ReadableSpan): string | undefined => {
  const { traceFlags, traceId } = span.spanContext();
  return (traceFlags & TraceFlags.SAMPLED) === 0 ? undefined : traceId;
};

import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace';
import { Histogram, type Registry } from 'prom-client';

type Series = Readonly<{ prefix: string; name: string; help: string; label: string }>;

/** Which spans become series: the first word of a span's name says what it is, the second which one. Both are bounded by the code. */
const SERIES: readonly Series[] = [
  {
    prefix: 'command ',
    name: 'command_duration_seconds',
    help: 'Commands, from their turn on the stream to the append',
    label: 'command',
  },
  { prefix: 'project ', name: 'projection_handle_duration_seconds', help: 'One batch of one projection', label: 'projection' },
  { prefix: 'react ', name: 'process_step_duration_seconds', help: 'One input of one process', label: 'process' },
  {
    prefix: 'process ',
    name: 'messaging_process_duration_seconds',
    help: 'One fact handed to its processes',
    label: 'destination',
  },
  {
    prefix: 'relay ',
    name: 'messaging_client_operation_duration_seconds',
    help: 'One send to the broker, acknowledged',
    label: 'destination',
  },
];
const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Durations of own spans as histograms, so that time is taken in one place. Outcome: `ok`, `refused` (expected) or `fault`. */
export class SpanMetrics implements SpanProcessor {
  private readonly series: readonly (Series & { readonly histogram: Histogram })[];

  constructor(registry: Registry) {
    this.series = SERIES.map((one) => ({
      ...one,
      histogram: new Histogram({
        name: one.name,
        help: `${one.help}, in seconds`,
        labelNames: [one.label, 'outcome'],
        buckets: BUCKETS,
        registers: [registry],
      }),
    }));
  }

  onStart(): void {
    // Only ended spans have a duration.
  }

  onEnd(span: ReadableSpan): void {
    const series = this.series.find(({ prefix }) => span.name.startsWith(prefix));
    if (!series) return;
    const seconds = span.duration[0] + span.duration[1] / 1e9;
    series.histogram.observe({ [series.label]: span.name.slice(series.prefix.length), outcome: outcomeOf(span) }, seconds);
  }

  async forceFlush(): Promise<void> {
    // Series are read by scraping; nothing waits.
  }

  async shutdown(): Promise<void> {
    // As above.
  }
}

const outcomeOf = ({ status, attributes }: ReadableSpan): string => {
  if (status.code === SpanStatusCode.ERROR) return 'fault';
  return attributes['guildhall.error_code'] === undefined ? 'ok' : 'refused';
};

import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  createAlwaysRecordSampler,
  InMemorySpanExporter,
  ParentBasedSampler,
  SimpleSpanProcessor,
  TracerProvider,
  type Sampler,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';

/** Traces of one process; `flush` sends what waits, at most a few seconds. */
export interface Tracing {
  flush(): Promise<void>;
}

/** Where spans go: to a collector, into memory (tests), or nowhere (ids are still made and carried). */
export type SpanSink =
  | Readonly<{ kind: 'otlp'; endpoint: string }>
  | Readonly<{ kind: 'memory'; exporter: InMemorySpanExporter }>
  | Readonly<{ kind: 'none' }>;

export type TracingOptions = Readonly<{
  service: string;
  version: string;
  sink: SpanSink;
  processors?: readonly SpanProcessor[];
}>;

/**
 * Starts tracing for the process, once: context over async calls, W3C `traceparent` in and out, resource `service.name`. There are no
 * library instrumentations: HTTP, commands, relay, consumers, projections and processes make their own spans.
 */
export const startTracing = ({ service, version, sink, processors = [] }: TracingOptions): Tracing => {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'guildhall', 'service.version': version }),
    sampler: createAlwaysRecordSampler(samplerOf(sink)),
    spanProcessors: [...processors, ...processorsOf(sink)],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(provider);
  return { flush: () => provider.shutdown() };
};

/** Spans in memory for tests that follow links; call before anything makes a span. */
export const memorySpans = (): InMemorySpanExporter => new InMemorySpanExporter();

/** Every span is recorded, for the series are made of them; only those that go somewhere are marked as sampled. */
const samplerOf = ({ kind }: SpanSink): Sampler =>
  kind === 'none' ? new AlwaysOffSampler() : new ParentBasedSampler({ root: new AlwaysOnSampler() });

const processorsOf = (sink: SpanSink): SpanProcessor[] => {
  switch (sink.kind) {
    case 'otlp':
      return [
        new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: `${sink.endpoint.replace(/\/$/, '')}/v1/traces` }) }),
      ];
    case 'memory':
      return [new SimpleSpanProcessor({ exporter: sink.exporter })];
    case 'none':
      return [];
  }
};

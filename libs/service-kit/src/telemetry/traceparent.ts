import { trace, TraceFlags } from '@opentelemetry/api';

/** Ids of the active span for logs and problem documents, empty without one. */
export const activeTrace = (): Readonly<{ traceId?: string; spanId?: string }> => {
  const context = trace.getActiveSpan()?.spanContext();
  return context ? { traceId: context.traceId, spanId: context.spanId } : {};
};

/** The active trace where it is exported: what an exemplar may name. */
export const exemplarTrace = (): string | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  return context && (context.traceFlags & TraceFlags.SAMPLED) !== 0 ? context.traceId : undefined;
};

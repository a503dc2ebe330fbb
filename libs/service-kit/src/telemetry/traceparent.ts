import { trace, TraceFlags } from '@opentelemetry/api';

/** W3C `traceparent` of the active span, undefined without one. */
export const traceparentOfActiveSpan = (): string | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  if (!context) return undefined;
  const sampled = (context.traceFlags & TraceFlags.SAMPLED) === TraceFlags.SAMPLED ? '01' : '00';
  return `00-${context.traceId}-${context.spanId}-${sampled}`;
};

/** Ids of the active span for logs and problem documents, empty without one. */
export const activeTrace = (): Readonly<{ traceId?: string; spanId?: string }> => {
  const context = trace.getActiveSpan()?.spanContext();
  return context ? { traceId: context.traceId, spanId: context.spanId } : {};
};

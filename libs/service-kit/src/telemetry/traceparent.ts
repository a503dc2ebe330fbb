import { trace } from '@opentelemetry/api';

/** Ids of the active span for logs and problem documents, empty without one. */
export const activeTrace = (): Readonly<{ traceId?: string; spanId?: string }> => {
  const context = trace.getActiveSpan()?.spanContext();
  return context ? { traceId: context.traceId, spanId: context.spanId } : {};
};

import {
  type Attributes,
  isSpanContextValid,
  type Link,
  type SpanContext,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';

/** More links than this say nothing more about a batch (the SDK's own default limit). */
const MAX_LINKS = 128;

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** The span of a W3C `traceparent` (version 00), or null where it is absent or malformed. */
export const spanContextOf = (traceparent: string | undefined): SpanContext | null => {
  const [, traceId = '', spanId = '', flags = '00'] = TRACEPARENT.exec(traceparent ?? '') ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : null;
};

/** The `traceparent` of the active span, or undefined where nothing records. */
export const activeTraceparent = (): string | undefined => {
  const context = trace.getActiveSpan()?.spanContext();
  if (!context || !isSpanContextValid(context)) return undefined;
  return `00-${context.traceId}-${context.spanId}-${context.traceFlags.toString(16).padStart(2, '0')}`;
};

/**
 * Runs `work` in a root span that links to the commands whose events it handles: what is done later must not lengthen the trace of the
 * append (observability.md). An error is recorded and thrown on.
 */
export const inLinkedSpan = <R>(
  name: string,
  attributes: Attributes,
  traceparents: Iterable<string | undefined>,
  work: () => Promise<R>,
): Promise<R> =>
  trace.getTracer('@guildhall/event-sourcing').startActiveSpan(name, { root: true, attributes }, async (span) => {
    try {
      if (span.isRecording()) span.addLinks(linksTo(traceparents));
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'unknown' });
      throw error;
    } finally {
      span.end();
    }
  });

const linksTo = (traceparents: Iterable<string | undefined>): Link[] => {
  const links: Link[] = [];
  for (const traceparent of new Set(traceparents)) {
    const context = spanContextOf(traceparent);
    if (context) links.push({ context });
    if (links.length === MAX_LINKS) break;
  }
  return links;
};

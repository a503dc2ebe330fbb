import { type Attributes, type Link, type SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { spanContextOf } from '@guildhall/event-sourcing';

/** More links than this say nothing more about a batch (the SDK's own default limit). */
const MAX_LINKS = 128;

const linksTo = (traceparents: Iterable<string | undefined>): Link[] => {
  const links: Link[] = [];
  for (const traceparent of new Set(traceparents)) {
    const context = spanContextOf(traceparent);
    if (context) links.push({ context });
    if (links.length === MAX_LINKS) break;
  }
  return links;
};

/**
 * Runs `work` in a span of its own trace that links to the commands whose events travel: never their child, because what happens later
 * must not lengthen the trace of the append (observability.md). An error is recorded by its code or name and thrown on.
 */
export const inLinkedSpan = <R>(
  name: string,
  { kind, attributes }: Readonly<{ kind: SpanKind; attributes: Attributes }>,
  traceparents: Iterable<string | undefined>,
  work: () => Promise<R>,
): Promise<R> =>
  trace.getTracer('@guildhall/messaging').startActiveSpan(name, { root: true, kind, attributes }, async (span) => {
    try {
      if (span.isRecording()) span.addLinks(linksTo(traceparents));
      return await work();
    } catch (error) {
      const { code, name: errorName } =
        error instanceof Error ? (error as Error & { code?: unknown }) : { code: undefined, name: 'unknown' };
      span.setAttribute('error.type', typeof code === 'string' ? code : errorName);
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });

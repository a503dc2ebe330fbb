import type { InMemorySpanExporter, ReadableSpan } from '@opentelemetry/sdk-trace';

type Line = Readonly<{ subject: string; text: string; cause: string | null }>;

/**
 * The shape of what was traced, for golden traces: `child < parent` within a trace and `later ~ cause` along links, each pair once, sorted.
 * How work was cut into batches makes no difference, nor how often it was repeated; all read models stand as `project *`, and a process
 * that took an input and had nothing to do is left out. What has neither parent nor cause in the trace stands alone.
 */
export const traceShape = (exporter: InMemorySpanExporter): readonly string[] => {
  const spans = exporter.getFinishedSpans();
  const names = new Map(spans.map((span) => [span.spanContext().spanId, nameOf(span)]));
  const lines = spans.flatMap((span) => linesOf(span, names));
  const causes = new Set(lines.map(({ cause }) => cause));
  const telling = lines.filter(({ subject }) => !subject.startsWith('react ') || causes.has(subject));
  return [...new Set(telling.map(({ text }) => text))].sort();
};

const nameOf = ({ name }: ReadableSpan): string => (name.startsWith('project ') ? 'project *' : name);

const linesOf = (span: ReadableSpan, names: ReadonlyMap<string, string>): readonly Line[] => {
  const subject = nameOf(span);
  const parent = span.parentSpanContext && names.get(span.parentSpanContext.spanId);
  const linked = span.links.flatMap(({ context }) => names.get(context.spanId) ?? []);
  const lines = [
    ...(parent === undefined ? [] : [{ subject, text: `${subject} < ${parent}`, cause: parent }]),
    ...linked.map((cause) => ({ subject, text: `${subject} ~ ${cause}`, cause })),
  ];
  return lines.length > 0 ? lines : [{ subject, text: subject, cause: null }];
};

import { context as active, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context, SpanContext } from '@opentelemetry/api';
import { isDomainError } from '@guildhall/kernel';
import type { CommandContext } from './command-context.js';

const tracer = trace.getTracer('@guildhall/event-sourcing');

/** W3C Trace Context, version 00: https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

const traceparentOf = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** The request's span where one is active, else the trace that the context carries (a process's input). */
const parentOf = ({ traceparent }: CommandContext): Context => {
  const current = active.active();
  if (trace.getSpan(current) || traceparent === undefined) return current;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent) ?? [];
  if (!traceId || !spanId || !flags) return current;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true });
};

/**
 * Runs a command in the span `command <type>`; `work` gets the span's traceparent, undefined where nothing records. Attributes name
 * stream and command id, never data: messages of errors may hold people's words, so only codes and names are kept.
 */
export const inCommandSpan = <T>(
  type: string,
  stream: string,
  context: CommandContext,
  work: (traceparent: string | undefined) => Promise<T>,
): Promise<T> => {
  const attributes = { 'guildhall.stream': stream, 'guildhall.command_id': context.commandId };
  return tracer.startActiveSpan(`command ${type}`, { kind: SpanKind.INTERNAL, attributes }, parentOf(context), async (span) => {
    const own = span.spanContext();
    try {
      return await work(trace.isSpanContextValid(own) ? traceparentOf(own) : context.traceparent);
    } catch (error) {
      if (isDomainError(error)) span.setAttribute('guildhall.error_code', error.code);
      else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
      throw error;
    } finally {
      span.end();
    }
  });
};

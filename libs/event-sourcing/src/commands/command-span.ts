import { context as active, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Context } from '@opentelemetry/api';
import { isDomainError } from '@guildhall/kernel';
import { activeTraceparent, spanContextOf } from '../subscriptions/spans.js';
import type { CommandContext } from './command-context.js';

const tracer = trace.getTracer('@guildhall/event-sourcing');

/** The request's span where one is active, else the trace that the context carries (a process's input). */
const parentOf = ({ traceparent }: CommandContext): Context => {
  const current = active.active();
  if (trace.getSpan(current)) return current;
  const carried = spanContextOf(traceparent);
  return carried ? trace.setSpanContext(ROOT_CONTEXT, carried) : current;
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
    try {
      return await work(activeTraceparent() ?? context.traceparent);
    } catch (error) {
      if (isDomainError(error)) span.setAttribute('guildhall.error_code', error.code);
      else span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
      throw error;
    } finally {
      span.end();
    }
  });
};

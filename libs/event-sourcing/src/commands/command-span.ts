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

/** What rarely happens to a command, told by its span: service-kit counts it there. Does nothing where no span is active. */
export const noteOnCommand = (note: 'conflict_retries' | 'repeat_of' | 'noted_by', value: string | number): void => {
  trace.getActiveSpan()?.setAttribute(`guildhall.${note}`, value);
};

/** The process that sent a command, else `request`. */
export const senderOf = ({ factId, actor }: CommandContext): string =>
  factId === undefined ? 'request' : actor.id.replace(/^process:/, '');

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

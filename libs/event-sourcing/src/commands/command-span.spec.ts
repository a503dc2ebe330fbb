import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { WrongExpectedRevision } from '../store/store.errors.js';
import { CommandHandler } from './command-handler.js';
import { eventsIn, httpContext, processContext, walletDecider, walletStorage, WatchedStore } from './wallet.factory.js';

const exporter = new InMemorySpanExporter();

describe('The span of a command', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  });
  beforeEach(() => exporter.reset());
  afterAll(() => {
    trace.disable();
    context.disable();
  });
  const setUp = () => {
    const store = new WatchedStore();
    return { store, handler: new CommandHandler(store, walletStorage, walletDecider()) };
  };
  const credit = { type: 'Credit', data: { amount: 5 } } as const;

  it('is the traceparent of the events, within the trace of the request', async () => {
    const { store, handler } = setUp();
    const command = httpContext();
    const request = trace.getTracer('spec').startSpan('POST /');
    await context.with(trace.setSpan(context.active(), request), () => handler.handle('1', credit, command));
    const [span] = exporter.getFinishedSpans();
    expect(span).toMatchObject({ name: 'command Credit', parentSpanContext: { spanId: request.spanContext().spanId } });
    expect(span?.attributes).toEqual({ 'guildhall.stream': 'payments.wallet-1', 'guildhall.command_id': command.commandId });
    const { traceId, spanId } = span?.spanContext() ?? { traceId: '', spanId: '' };
    expect(traceId).toBe(request.spanContext().traceId);
    expect((await eventsIn(store, 'payments.wallet-1'))[0]?.metadata.traceparent).toBe(`00-${traceId}-${spanId}-01`);
  });

  it('goes on with the trace that a process carries', async () => {
    const { handler } = setUp();
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await handler.handle('1', credit, processContext({ traceparent: `00-${traceId}-b7ad6b7169203331-01` }));
    expect(exporter.getFinishedSpans()[0]?.spanContext().traceId).toBe(traceId);
  });

  it('says what is counted: a repeat, a fact that changed nothing, a race that was lost', async () => {
    const { store, handler } = setUp();
    const [request, fact] = [httpContext(), processContext()];
    await handler.handle('1', credit, request);
    await handler.handle('1', credit, request);
    await handler.handle('1', { type: 'Touch', data: {} }, fact);
    store.faults.push(() => Promise.reject(new WrongExpectedRevision('payments.wallet-1', 0n, 1n)));
    await handler.handle('1', credit, httpContext());
    const told = exporter.getFinishedSpans().map(({ attributes }) => ({
      repeatOf: attributes['guildhall.repeat_of'],
      notedBy: attributes['guildhall.noted_by'],
      retries: attributes['guildhall.conflict_retries'],
    }));
    expect(told).toEqual([{}, { repeatOf: 'request' }, { notedBy: 'spec' }, { retries: 1 }]);
  });

  it('names the code of a refusal and nothing of the data', async () => {
    const { handler } = setUp();
    await expect(handler.handle('1', { type: 'Debit', data: { amount: 777 } }, httpContext())).rejects.toThrow();
    const [span] = exporter.getFinishedSpans();
    expect(span?.attributes['guildhall.error_code']).toBe('PAYMENTS.INSUFFICIENT');
    expect(JSON.stringify([span?.attributes, span?.events, span?.status])).not.toContain('777');
  });
});

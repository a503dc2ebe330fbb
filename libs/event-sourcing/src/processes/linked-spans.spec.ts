import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { InMemoryReadModelStore } from '../projections/in-memory-read-model.store.js';
import { asProjections, totals } from '../projections/fixtures.js';
import { ProjectionRunner } from '../projections/projection-runner.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { eventually } from '../subscriptions/fixtures/eventually.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { spanContextOf } from '../subscriptions/spans.js';
import { eventsOf, openShop, ShopClock, typesOf } from './fixtures/shop.js';

const exporter = new InMemorySpanExporter();
const spansNamed = (name: string): readonly ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name);
const linkedTraces = (span: ReadableSpan | undefined): readonly string[] =>
  (span?.links ?? []).map((link) => link.context.traceId);

describe('The spans of what a command causes', () => {
  beforeAll(() => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
    trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] }));
  });
  afterAll(() => {
    trace.disable();
    context.disable();
  });

  it('link each process to the command before it, in traces of their own', async () => {
    const store = new InMemoryEventStore();
    const shop = await openShop(store, new ShopClock());
    await shop.place('a');
    await eventually('the shipment in the ledger', async () => (await typesOf(store, 'spec.ledger-a')).length === 1);
    await shop.stop();
    const [placed] = await eventsOf(store, 'spec.order-a');
    const placedTrace = spanContextOf(placed?.metadata.traceparent)?.traceId ?? '';
    const [taken] = spansNamed('react order-fulfilment');
    expect(linkedTraces(taken)).toEqual([placedTrace]);
    expect(taken?.spanContext().traceId).not.toBe(placedTrace);
    const [delivered] = spansNamed('deliver order-fulfilment');
    expect(linkedTraces(delivered)).toEqual([taken?.spanContext().traceId]);
    // The command that is delivered belongs to the trace of its delivery.
    expect(spansNamed('command PayOrder')[0]?.spanContext().traceId).toBe(delivered?.spanContext().traceId);
  });

  it('link a projection to the commands of its batch, but not a rebuild', async () => {
    exporter.reset();
    const store = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    const traceparent = `00-${'ab'.repeat(16)}-${'cd'.repeat(8)}-01`;
    await appendTo(store, 'spec.counter-a', sampleEvent('Counted', { n: 1, groups: [] }, { traceparent }));
    const parking = (await openShop(store, new ShopClock())).parking;
    const runner = new ProjectionRunner({ store, readModels, parking, service: 'spec', projections: asProjections(totals) });
    await runner.start();
    await runner.live;
    const position = await appendTo(store, 'spec.counter-a', sampleEvent('Counted', { n: 1, groups: [] }, { traceparent }));
    await readModels.readModel('totals').waitFor(position, 2_000);
    await runner.stop();
    const [rebuilt, live] = spansNamed('project totals');
    expect(linkedTraces(rebuilt)).toEqual([]);
    expect(linkedTraces(live)).toEqual(['ab'.repeat(16)]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { sampleService } from '../testing/sample/sample.module.js';
import { createTestService, type TestService } from '../testing/test-service.js';
import type { TestPerson } from '../testing/test-tokens.js';
import { memorySpans, startTracing } from './tracing.js';

const sample = sampleService('contracts');
const client: TestPerson = { accountId: newId(), roles: ['client'] };
const traceId = '0af7651916cd43dd8448eb211c80319c';

describe('One command', () => {
  const exporter = memorySpans();
  let service: TestService;
  const spans = (name: string): readonly ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name);
  const linksOf = (name: string): readonly string[] =>
    spans(name).flatMap(({ links }) => links.map(({ context }) => context.traceId));

  beforeAll(async () => {
    startTracing({ service: 'contracts', version: 'test', sink: { kind: 'memory', exporter } });
    service = await createTestService(sample.definition, sample.module);
    const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
    const written = await service.post('/contracts/notes', { as: client, headers, body: { text: 'secret text of mine' } });
    const { noteId } = written.body as { noteId: string };
    await service.post(`/contracts/notes/${noteId}/ended-sessions`, { as: client, headers, body: { sessionId: newId() } });
    await service.settled();
    await service.advance(15 * 60_000);
  });
  afterAll(() => service.close());

  it('goes on with the caller’s trace over HTTP and command', () => {
    const [server] = spans('POST /contracts/notes');
    const [command] = spans('command WriteNote');
    expect(server?.spanContext().traceId).toBe(traceId);
    expect(command?.spanContext().traceId).toBe(traceId);
    expect(command?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
  });

  it.each(['project notes', 'relay guildhall.contracts.events', 'react echo'])('is linked to by %s, never its parent', (name) => {
    expect(linksOf(name)).toContain(traceId);
    expect(spans(name).map((span) => span.spanContext().traceId)).not.toContain(traceId);
  });

  it('is found again from its last effect by following links', () => {
    const all = exporter.getFinishedSpans();
    const seen = new Set(spans('deliver echo').map((span) => span.spanContext().traceId));
    for (const known of seen) {
      const linked = all.filter((span) => span.spanContext().traceId === known).flatMap(({ links }) => links);
      for (const { context } of linked) seen.add(context.traceId);
    }
    expect(seen).toContain(traceId);
  });

  it('leaves its trace in the stored event', async () => {
    const [command] = spans('command WriteNote');
    const noteId = String(command?.attributes['guildhall.stream']).replace('contracts.note-', '');
    const [event] = await service.events(`contracts.note-${noteId}`);
    expect(event?.metadata.traceparent).toBe(`00-${traceId}-${command?.spanContext().spanId}-01`);
  });

  it('leaves nothing of its content in any span', () => {
    const told = exporter
      .getFinishedSpans()
      .map(({ name, attributes, events, status }) => JSON.stringify([name, attributes, events, status]));
    expect(told.join('\n')).not.toContain('secret text of mine');
  });
});

import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, OutcomeUnknown, StoreUnavailable, type EventStore, type NewEvent } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { meteredStore } from './metered-store.js';
import { createBareRegistry } from './metrics.js';

const event = (): NewEvent => ({
  id: newId(),
  type: 'NumberNoted',
  data: {},
  metadata: {
    $correlationId: 'c',
    $causationId: 'c',
    commandId: 'c',
    actor: { kind: 'system', id: 'process:spec' },
    occurredAt: '2026-03-01T00:00:00.000Z',
    schemaVersion: 1,
    policyRefs: {},
    region: 'eu',
  },
});

/** Counts of appends by outcome, as a scrape shows them. */
const countsOf = async (registry: ReturnType<typeof createBareRegistry>): Promise<Readonly<Record<string, number>>> => {
  const found = (await registry.metrics()).matchAll(/^eventstore_append_duration_seconds_count\{outcome="(\w+)"\} (\d+)/gm);
  return Object.fromEntries([...found].map(([, outcome, count]) => [outcome, Number(count)]));
};

describe('A metered store', () => {
  it('shows every outcome from the start, so that the first of its kind is an increase', async () => {
    const registry = createBareRegistry();
    meteredStore(new InMemoryEventStore(), registry);
    expect(await countsOf(registry)).toEqual({ ok: 0, conflict: 0, unknown: 0, unavailable: 0, fault: 0 });
  });

  it('counts appends by what came of them', async () => {
    const registry = createBareRegistry();
    const inner = new InMemoryEventStore();
    const errors = [new OutcomeUnknown('no answer'), new StoreUnavailable('away'), new TypeError('a fault')];
    const failing: EventStore = Object.assign(Object.create(inner) as EventStore, {
      append: (...args: Parameters<EventStore['append']>) => {
        const error = args[0] === 'suite.b-1' ? errors.shift() : undefined;
        return error ? Promise.reject(error) : inner.append(...args);
      },
    });
    const store = meteredStore(failing, registry);
    await store.append('suite.a-1', 'no_stream', [event()]);
    await expect(store.append('suite.a-1', 'no_stream', [event()])).rejects.toThrow();
    for (const kind of ['no answer', 'away', 'a fault'])
      await expect(store.append('suite.b-1', 'no_stream', [event()])).rejects.toThrow(kind);
    expect(await countsOf(registry)).toEqual({ ok: 1, conflict: 1, unknown: 1, unavailable: 1, fault: 1 });
    expect(await registry.metrics()).toContain('eventstore_conflicts_total{category="suite.a"} 1');
  });
});

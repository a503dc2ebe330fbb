import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { trace } from '@opentelemetry/api';
import { TracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { topicOf } from '@guildhall/event-catalogue';
import { beginStoreEpoch, Fenced, InMemoryEventStore } from '@guildhall/event-sourcing';
import { approvalMapping, approvalRecord, contractId, metadata } from '../facts/stored-event.factory.js';
import { UnpublishableFact } from '../facts/record.errors.js';
import { InMemoryBroker } from '../memory/in-memory-broker.js';
import { InMemoryPublisher } from '../memory/in-memory-publisher.js';
import { LogDiverged } from './relay.errors.js';
import { appendApprovals, compare, mortal, type KillPoint } from './relay.factory.js';
import { Relay, type RelayOptions } from './relay.js';

const TOPIC = topicOf('contracts');
const CLEAN = { holes: 0, disorder: 0, repeats: 0 };

describe('The relay', () => {
  let store: InMemoryEventStore;
  let broker: InMemoryBroker;
  let publisher: InMemoryPublisher;
  let relays: Relay[];
  let term = 0n;

  beforeEach(() => {
    store = new InMemoryEventStore();
    broker = new InMemoryBroker();
    publisher = new InMemoryPublisher(broker);
    relays = [];
    term = 0n;
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
  });

  const begin = (options: Partial<RelayOptions> = {}): Relay => {
    const relay = new Relay({
      service: 'contracts',
      store,
      publisher,
      mappings: [approvalMapping],
      term: ++term,
      batching: { maxAgeMs: 1, maxRecords: 3 },
      saving: { everyMs: 1, everyRecords: 2 },
      ...options,
    });
    relays.push(relay);
    relay.start();
    return relay;
  };
  const until = async (what: string, condition: () => Promise<boolean> | boolean): Promise<void> => {
    const deadline = Date.now() + 8_000;
    while (!(await condition())) {
      if (Date.now() > deadline) throw new Error(`Not within 8 s: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const settled = async (relay: Relay): Promise<void> => {
    const head = (await store.head(['contracts.'])) ?? 0n;
    await until('the relay is at the head', () => (relay.progress().position ?? -1n) >= head && relay.progress().pending === 0);
  };
  const runOnce = async (options: Partial<RelayOptions> = {}): Promise<void> => {
    const relay = begin(options);
    await settled(relay);
    await relay.stop();
  };
  const restored = (): Promise<number> =>
    beginStoreEpoch(store, {
      actor: { kind: 'system', id: 'test:restore' },
      reason: 'drill',
      restoredUpTo: 1n,
      backedUpAt: '2026-03-15T10:00:00.000Z',
      at: '2026-03-15T11:00:00.000Z',
    });
  const checkpoints = async (): Promise<bigint | undefined> => (await store.readLast('checkpoints.contracts.relay'))?.revision;

  it('tells every public event once and in order, and nothing of private ones', async () => {
    await appendApprovals(store, 0, 20);
    await store.append('contracts.draft-1', 'no_stream', [
      { id: 'private', type: 'DraftBegun', data: {}, metadata: metadata(1) },
    ]);
    const relay = begin();
    await settled(relay);
    await appendApprovals(store, 20, 10);
    await settled(relay);
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
    expect(broker.readAll(TOPIC)).toHaveLength(30);
    expect(relay.progress()).toMatchObject({ state: 'live', pending: 0, lagSeconds: 0 });
  });

  it('writes the record that the mapping makes', async () => {
    await appendApprovals(store, 0, 1);
    await runOnce();
    const { recordedAt } = (await store.readLast(`contracts.contract-${contractId(0)}`)) ?? { recordedAt: '' };
    const { headers, value } = approvalRecord(0, contractId(0));
    expect(broker.readAll(TOPIC)).toMatchObject([{ value, headers: { ...headers, ce_recordedtime: recordedAt } }]);
  });

  it.each([
    ['between send and checkpoint', { operation: 2, when: 'after' }],
    ['before its first send', { operation: 2, when: 'before' }],
    ['while it claims the checkpoint', { operation: 1, when: 'after' }],
    ['after a later send', { operation: 4, when: 'after' }],
    ['before a checkpoint', { operation: 3, when: 'before' }],
  ] satisfies [string, KillPoint][])('repeats nothing and leaves no hole when killed %s', async (_when, point) => {
    await appendApprovals(store, 0, 20);
    const process = mortal(store, publisher, point);
    const first = begin({ store: process.store, publisher: process.publisher });
    await process.died;
    await first.stop();
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
  });

  it('repeats nothing when only the acknowledgement was lost, and everything when nothing was written', async () => {
    await appendApprovals(store, 0, 10);
    publisher.fail('after write', 'before write', 'after write');
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
  });

  it('publishes a lost topic again', async () => {
    await appendApprovals(store, 0, 20);
    await runOnce();
    broker.loseTopic(TOPIC);
    await appendApprovals(store, 20, 5);
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
  });

  it('publishes a torn tail again, and only that', async () => {
    await appendApprovals(store, 0, 20);
    await runOnce();
    const partition = await publisher.partitionOf(TOPIC, contractId(2));
    const written = broker.readAll(TOPIC).length;
    broker.tearTail(TOPIC, partition, 1);
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
    expect(broker.readAll(TOPIC)).toHaveLength(written);
  });

  it('leaves no hole when killed while it publishes a lost topic again', async () => {
    await appendApprovals(store, 0, 20);
    await runOnce();
    broker.loseTopic(TOPIC);
    for (const operation of [2, 3, 4, 5]) {
      const process = mortal(store, publisher, { operation, when: 'after' });
      const killed = begin({ store: process.store, publisher: process.publisher });
      await process.died;
      await killed.stop();
    }
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
  });

  it('leaves no hole and no disorder, whatever is killed, torn and lost', async () => {
    const fault = fc.record({
      events: fc.integer({ min: 0, max: 8 }),
      kill: fc.record({ operation: fc.integer({ min: 1, max: 6 }), when: fc.constantFrom('before' as const, 'after' as const) }),
      then: fc.oneof(
        fc.constant({ kind: 'nothing' as const }),
        fc.constant({ kind: 'topic lost' as const }),
        fc.record({ kind: fc.constant('tail torn' as const), contract: fc.nat({ max: 4 }), keep: fc.nat({ max: 3 }) }),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { minLength: 1, maxLength: 4 }), async (faults) => {
        [store, broker, term] = [new InMemoryEventStore(), new InMemoryBroker(), 0n];
        publisher = new InMemoryPublisher(broker);
        let appended = 0;
        for (const { events, kill, then } of faults) {
          await appendApprovals(store, appended, events);
          appended += events;
          const process = mortal(store, publisher, kill);
          const relay = begin({ store: process.store, publisher: process.publisher });
          const head = (await store.head(['contracts.'])) ?? -1n;
          await until('killed or at the head', () => process.isDead() || (relay.progress().position ?? -1n) >= head);
          await relay.stop();
          if (then.kind === 'topic lost') broker.loseTopic(TOPIC);
          if (then.kind === 'tail torn')
            broker.tearTail(TOPIC, await publisher.partitionOf(TOPIC, contractId(then.contract)), then.keep);
        }
        await appendApprovals(store, appended, 1);
        await runOnce();
        expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('stops where the topic ends with an event of another log', async () => {
    await appendApprovals(store, 0, 5);
    await runOnce();
    store = new InMemoryEventStore();
    await appendApprovals(store, 100, 5);
    const relay = begin();
    await expect(relay.done).rejects.toThrow(LogDiverged);
    await expect(relay.done).rejects.toMatchObject({ code: 'RELAY.LOG_DIVERGED', message: expect.stringContaining('Remedy:') });
    expect(relay.progress().state).toBe('diverged');
    expect(broker.readAll(TOPIC)).toHaveLength(5);
  });

  it('stops where the store was restored from an older copy', async () => {
    await appendApprovals(store, 0, 9);
    await runOnce();
    store = new InMemoryEventStore();
    await appendApprovals(store, 0, 4);
    await expect(begin().done).rejects.toThrow(LogDiverged);
  });

  it('stops where the topic was published before the restore, even if the store holds its last events', async () => {
    await appendApprovals(store, 0, 5);
    await runOnce();
    await restored();
    const relay = begin();
    await expect(relay.done).rejects.toMatchObject({
      code: 'RELAY.LOG_DIVERGED',
      message: expect.stringMatching(/store epoch 1, .* is in epoch 2.*Remedy:/),
    });
    expect(relay.progress()).toMatchObject({ state: 'diverged', epoch: 2 });
  });

  it('tells the restored log from its beginning in a topic made anew, with the epoch in each record', async () => {
    await appendApprovals(store, 0, 5);
    await runOnce();
    await restored();
    broker.loseTopic(TOPIC);
    await runOnce();
    await appendApprovals(store, 5, 2);
    await runOnce();
    expect(await compare(store, broker, TOPIC)).toEqual(CLEAN);
    expect(new Set(broker.readAll(TOPIC).map(({ headers }) => headers['ce_storeepoch']))).toEqual(new Set(['2']));
  });

  it('finds the event of a fact that is told no more', async () => {
    await appendApprovals(store, 0, 5);
    await runOnce();
    const relay = begin({ mappings: [] });
    await until('live', () => relay.progress().state === 'live');
    await relay.stop();
    expect(relay.progress().state).toBe('stopped');
  });

  it('gives way to a newer term, which misses nothing', async () => {
    await appendApprovals(store, 0, 4);
    const older = begin();
    await settled(older);
    const newer = begin();
    await settled(newer);
    await appendApprovals(store, 4, 6);
    await expect(older.done).rejects.toThrow(Fenced);
    expect(older.progress().state).toBe('fenced');
    await settled(newer);
    expect(await compare(store, broker, TOPIC)).toMatchObject({ holes: 0, disorder: 0 });
    term = 0n;
    await expect(begin().done).rejects.toThrow(Fenced);
  });

  it('stops at an event that it cannot tell, after all facts before it', async () => {
    await appendApprovals(store, 0, 4);
    const bad = { id: 'bad', type: 'MilestoneApproved', data: { contractId: 'no id' }, metadata: metadata(9) };
    await store.append('contracts.contract-x', 'no_stream', [bad]);
    await appendApprovals(store, 4, 2);
    const relay = begin();
    await expect(relay.done).rejects.toThrow(UnpublishableFact);
    expect(broker.readAll(TOPIC)).toHaveLength(4);
    expect(relay.progress().state).toBe('unpublishable');
  });

  it('writes no checkpoint on an idle platform', async () => {
    await appendApprovals(store, 0, 4);
    const relay = begin();
    await settled(relay);
    const saved = async (): Promise<unknown> =>
      ((await store.readLast('checkpoints.contracts.relay'))?.data as { position?: string }).position;
    await until('the checkpoint follows', async () => (await saved()) === relay.progress().position?.toString());
    const before = await checkpoints();
    await store.append('contracts.draft-1', 'no_stream', [
      { id: 'private', type: 'DraftBegun', data: {}, metadata: metadata(1) },
    ]);
    await settled(relay);
    await relay.stop();
    expect(await checkpoints()).toBe(before);
  });

  it("links its spans to the commands' traces", async () => {
    const exporter = new InMemorySpanExporter();
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
    trace.setGlobalTracerProvider(provider);
    await appendApprovals(store, 0, 2);
    await runOnce();
    const spans = exporter.getFinishedSpans().filter(({ name }) => name === `relay ${TOPIC}`);
    const linked = spans.flatMap(({ links }) => links.map(({ context }) => context.traceId));
    expect(linked.sort()).toEqual([0, 1].map((n) => metadata(n).traceparent?.split('-')[1]));
    expect(spans.every(({ parentSpanContext }) => parentSpanContext === undefined)).toBe(true);
    trace.disable();
  });
});

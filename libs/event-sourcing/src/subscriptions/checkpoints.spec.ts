import { describe, expect, it } from '@jest/globals';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { checkpointDue, CheckpointStream } from './checkpoints.js';
import { Fenced } from './fenced.js';
import { FaultyStore } from './fixtures/faulty-store.js';

describe('A checkpoint stream', () => {
  it('gives back the last position and what the runner keeps beside it', async () => {
    const store = new InMemoryEventStore();
    const first = new CheckpointStream<{ partitions: Record<string, string> }>(store, 'spec', 'relay');
    expect(await first.load()).toBeNull();
    await first.save(10n, { partitions: {} });
    await first.save(12345678901234567890n, { partitions: { 3: '17' } });
    const second = new CheckpointStream<{ partitions: Record<string, string> }>(store, 'spec', 'relay');
    expect(await second.load()).toEqual({ position: 12345678901234567890n, data: { partitions: { 3: '17' } } });
  });

  it('keeps one event only, outside the prefix of the service', async () => {
    const store = new InMemoryEventStore();
    const checkpoint = new CheckpointStream(store, 'spec', 'relay');
    await checkpoint.load();
    await checkpoint.save(1n);
    await checkpoint.save(2n);
    const kept = [];
    for await (const event of store.read('checkpoints.spec.relay')) kept.push(event.data);
    expect(kept).toEqual([{ position: '2' }]);
    expect(await store.head(['spec.'])).toBeNull();
  });

  it('fences the instance that did not write last', async () => {
    const store = new InMemoryEventStore();
    const older = new CheckpointStream(store, 'spec', 'relay');
    await older.load();
    await older.save(1n);
    const newer = new CheckpointStream(store, 'spec', 'relay');
    await newer.load();
    await newer.save(2n);
    await expect(older.save(3n)).rejects.toThrow(Fenced);
    expect((await newer.load())?.position).toBe(2n);
  });

  it('finds its own save when the answer was lost', async () => {
    const store = new FaultyStore(new InMemoryEventStore());
    const checkpoint = new CheckpointStream(store, 'spec', 'relay');
    await checkpoint.load();
    store.loseAnswersOf(1);
    await checkpoint.save(1n);
    await checkpoint.save(2n);
    expect((await new CheckpointStream(store, 'spec', 'relay').load())?.position).toBe(2n);
  });

  it('is due after a delivery, on idle only after a minute and 1,000 events', () => {
    expect(checkpointDue({ delivered: 1, eventsPassed: 0, elapsedMs: 0 })).toBe(true);
    expect(checkpointDue({ delivered: 0, eventsPassed: 999, elapsedMs: 3_600_000 })).toBe(false);
    expect(checkpointDue({ delivered: 0, eventsPassed: 5_000, elapsedMs: 59_999 })).toBe(false);
    expect(checkpointDue({ delivered: 0, eventsPassed: 1_000, elapsedMs: 60_000 })).toBe(true);
  });
});

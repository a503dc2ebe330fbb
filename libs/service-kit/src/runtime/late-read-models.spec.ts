import { describe, expect, it } from '@jest/globals';
import { InMemoryReadModelStore, ReadModelUnavailable, type ReadModelStore } from '@guildhall/event-sourcing';
import { LateReadModels } from './late-read-models.js';

describe('Read models whose database is not there yet', () => {
  it('are unavailable to queries and waited for by runners', async () => {
    let connected: (store: ReadModelStore) => void = () => undefined;
    const late = new LateReadModels(new Promise((resolve) => (connected = resolve)));
    await expect(late.readModel('notes').get('1')).rejects.toBeInstanceOf(ReadModelUnavailable);
    const checkpoints = late.checkpoints(['notes']);
    connected(new InMemoryReadModelStore());
    expect(await checkpoints).toEqual([]);
  });
});

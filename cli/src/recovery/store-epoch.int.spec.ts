import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { metadataOf, STORE_EPOCH_STREAM } from '@guildhall/event-sourcing';
import { EventStoreServer } from '@guildhall/event-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginEpoch, beginEpochIn, standingOf, withStore } from './store-epoch.js';

const restored = { by: 'ada', reason: 'the disk was lost', backedUpAt: '2026-03-02T02:00:00.000Z' };

describe('The epoch of a restored log', () => {
  let data: string;
  beforeEach(async () => {
    data = await mkdtemp(join(tmpdir(), 'guildhall-cli-'));
  });
  afterEach(() => rm(data, { recursive: true, force: true }));

  const onServer = async <T>(act: (url: string) => Promise<T>): Promise<T> => {
    const server = await EventStoreServer.start({ data, host: '127.0.0.1', port: 0 });
    try {
      return await act(`esdb://127.0.0.1:${String(server.port)}?tls=false`);
    } finally {
      await server.close();
    }
  };
  const written = (url: string): Promise<bigint> =>
    withStore(url, async (store) => {
      const id = newId();
      const actor = { kind: 'system', id: 'spec' } as const;
      const context = { commandId: id, actor, correlationId: id, causationId: id, occurredAt: restored.backedUpAt, region: 'eu' };
      const event = { id, type: 'GigDrafted', data: {}, metadata: metadataOf(context, 1) };
      return (await store.append('gigs.gig-1', 'no_stream', [event])).position;
    });

  it('is begun on a running server, with who, why and up to where', () =>
    onServer(async (url) => {
      const position = await written(url);
      expect(await standingOf(url)).toEqual({ epoch: 1, position: position.toString() });
      expect(await beginEpoch(url, restored)).toEqual({ epoch: 2, position: position.toString() });
      expect((await standingOf(url)).epoch).toBe(2);
      const last = await withStore(url, (store) => store.readLast(STORE_EPOCH_STREAM));
      expect(last).toMatchObject({
        data: { epoch: 2, restoredUpTo: position.toString(), backedUpAt: restored.backedUpAt, reason: restored.reason },
        metadata: { actor: { kind: 'system', id: 'operator:ada' } },
      });
    }));

  it('is begun in a folder that no server has, once a restore', async () => {
    await onServer(written);
    expect(await beginEpochIn(data, restored)).toMatchObject({ epoch: 2 });
    expect(await beginEpochIn(data, restored)).toMatchObject({ epoch: 3 });
    expect(await onServer(standingOf)).toMatchObject({ epoch: 3 });
  });

  it('is refused on a log that holds nothing, and where nobody answers', async () => {
    await expect(beginEpochIn(data, restored)).rejects.toThrow('Nothing was ever written');
    const gone = await onServer((url) => Promise.resolve(url));
    await expect(standingOf(gone)).rejects.toThrow('The event store does not answer');
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { InMemoryEventStore, metadataOf } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { createLogger, type ServiceConfig } from '@guildhall/service-kit';
import { MinisearchIndex } from './minisearch-index.js';
import { SearchFeed } from './search-feed.js';

describe('The feed of search', () => {
  let feed: SearchFeed;
  afterEach(() => feed.beforeApplicationShutdown());

  it('goes on past an event type that only a newer version knows', async () => {
    const store = new InMemoryEventStore();
    const logger = createLogger({ service: 'gigs', level: 'silent' });
    feed = new SearchFeed(store, new MinisearchIndex(), { roles: ['api'] } as unknown as ServiceConfig, logger);
    feed.onModuleInit();
    const id = newId();
    const actor = { kind: 'system', id: 'spec' } as const;
    const context = {
      commandId: id,
      actor,
      correlationId: id,
      causationId: id,
      occurredAt: '2026-03-01T00:00:00.000Z',
      region: 'eu',
    };
    const newer = { id, type: 'GigOfANewerVersion', data: {}, metadata: metadataOf(context, 1) };
    const { position } = await store.append('gigs.gig-1', 'no_stream', [newer]);
    expect(await feed.waitFor(position, 5_000)).toBe(0);
  });
});

import { jest } from '@jest/globals';
import { testEventStoreUrl } from './contract/config.js';
import { eventStoreContract } from './contract/event-store.contract.js';
import { EventStoreDbStore } from './eventstoredb.store.js';
import { InMemoryEventStore } from './in-memory.store.js';
import { SharedTailStore } from './shared-tail.store.js';

// The server is shared with other suites, whose events a `$all` has to pass.
jest.setTimeout(60_000);

eventStoreContract('The in-memory store', async () => new InMemoryEventStore());
eventStoreContract('The EventStoreDB adapter', async () => new EventStoreDbStore(testEventStoreUrl()));
// Everything is shared: what the suites of one adapter follow is told by one tail.
eventStoreContract('A store with a shared tail', async () => new SharedTailStore(new InMemoryEventStore(), ['']));
eventStoreContract('The EventStoreDB adapter with a shared tail', async () => {
  return new SharedTailStore(new EventStoreDbStore(testEventStoreUrl()), ['suite']);
});

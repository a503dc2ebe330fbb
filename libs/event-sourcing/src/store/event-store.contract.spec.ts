import { testEventStoreUrl } from './contract/config.js';
import { eventStoreContract } from './contract/event-store.contract.js';
import { EventStoreDbStore } from './eventstoredb.store.js';
import { InMemoryEventStore } from './in-memory.store.js';

eventStoreContract('The in-memory store', async () => new InMemoryEventStore());
eventStoreContract('The EventStoreDB adapter', async () => new EventStoreDbStore(testEventStoreUrl()));

import { eventStoreContract } from './contract/event-store.contract.js';
import { InMemoryEventStore } from './in-memory.store.js';

eventStoreContract('The in-memory store', async () => new InMemoryEventStore());

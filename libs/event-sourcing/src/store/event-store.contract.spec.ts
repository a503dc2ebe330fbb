import { eventStoreContract } from './contract/event-store.contract.js';
import { EventStoreDbStore } from './eventstoredb.store.js';
import { InMemoryEventStore } from './in-memory.store.js';

const url = process.env.GUILDHALL_TEST_EVENTSTORE_URL;
if (!url) throw new Error('GUILDHALL_TEST_EVENTSTORE_URL is not set: run the integration tests through `npm test`');

eventStoreContract('The in-memory store', async () => new InMemoryEventStore());
eventStoreContract('The EventStoreDB adapter', async () => new EventStoreDbStore(url));

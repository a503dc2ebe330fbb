import { testMongoUrl } from './contract/config.js';
import { readModelStoreContract } from './contract/read-model-store.contract.js';
import { InMemoryReadModelStore } from './in-memory-read-model.store.js';
import { MongoReadModelStore } from './mongo-read-model.store.js';

readModelStoreContract('Memory', async () => new InMemoryReadModelStore());
readModelStoreContract('MongoDB', () => MongoReadModelStore.connect(testMongoUrl()));

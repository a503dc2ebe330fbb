export { readHeapUse, type HeapUse } from './heap-use.js';
export { mongoParts } from './mongo-parts.js';
export { heapFile, mongoServer, type MongoOptions } from './mongo-server.js';
export { pingMongo } from './ping.js';

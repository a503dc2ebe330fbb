export { PortUnavailable, startEventStore, type EventStoreOptions, type RunningEventStore } from './server.js';
export { UnusableData } from './log/unusable-data.js';

export { EventStoreServer, type StartOptions } from './server.js';
export { PortUnavailable } from './http/front.js';
export { UnusableData } from './log/unusable-data.js';
export { UnusableOptions } from './options/unusable-options.js';

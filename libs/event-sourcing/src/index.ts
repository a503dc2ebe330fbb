export * from './commands/command-context.js';
export * from './commands/written.js';
export * from './keys/subject-keys.port.js';
export * from './processes/command-routes.js';
export * from './projections/projection.js';
export * from './projections/read-model.port.js';
export * from './store/event-store.port.js';
export * from './store/store.errors.js';

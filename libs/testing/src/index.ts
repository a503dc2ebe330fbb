export * from './clock.js';
export * from './config.js';
export * from './decider-spec.js';
export * from './eventually.js';
export * from './free-port.js';
export * from './golden-samples.js';
export * from './process-spec.js';
export * from './transition-table-spec.js';

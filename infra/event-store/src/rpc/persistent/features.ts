import type { SupportedMethod } from '../features.js';

const METHODS = ['create', 'update', 'delete', 'read', 'getinfo', 'replayparked', 'list', 'restartsubsystem'];

/** What ServerFeatures says of persistent subscriptions: each method for streams and for `$all`. */
export const persistentFeatures: readonly SupportedMethod[] = METHODS.map((method) => ({
  service: 'event_store.client.persistent_subscriptions.persistentsubscriptions',
  method,
  features: ['stream', 'all'],
}));

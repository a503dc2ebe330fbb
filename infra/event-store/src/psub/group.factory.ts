import type { GroupRules } from './settings.js';

/** The client's defaults, for tests. */
export const rulesOf = (others: Partial<GroupRules> = {}): GroupRules => ({
  messageTimeoutMs: 30_000,
  maxRetryCount: 10,
  checkPointAfterMs: 2_000,
  minCheckPointCount: 10,
  maxCheckPointCount: 1_000,
  maxSubscriberCount: 0,
  liveBufferSize: 500,
  historyBufferSize: 500,
  readBatchSize: 20,
  strategy: 'RoundRobin',
  ...others,
});

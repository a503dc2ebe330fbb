import type { CheckpointRules } from './progress.js';
import type { StrategyName } from './strategies.js';

/** What decides how a group works, apart from where it reads. Times in milliseconds. */
export type GroupRules = CheckpointRules &
  Readonly<{
    /** 0: a message is never late. */
    messageTimeoutMs: number;
    /** Deliveries after the first one; the next failure parks. */
    maxRetryCount: number;
    /** 0: no limit. */
    maxSubscriberCount: number;
    /** Messages kept ready while the group is at the end of its source. */
    liveBufferSize: number;
    /** Messages kept ready while the group catches up. */
    historyBufferSize: number;
    /** Events read in one go. */
    readBatchSize: number;
    strategy: StrategyName;
  }>;

/** Everything that can be set for a group; all of it is kept and reported as it came. */
export type GroupSettings = GroupRules &
  Readonly<{
    /** Where a group without checkpoint begins: a revision, or a position of `$all`, is included. */
    startFrom: 'start' | 'end' | number;
    links: 'follow' | 'as-is';
    statistics: 'plain' | 'extra';
  }>;

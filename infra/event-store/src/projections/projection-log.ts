import type { Log } from '../log/log.js';

/** What projections need of the log. */
export type ProjectionLog = Pick<Log, 'execute' | 'visible' | 'reader' | 'wakeUps' | 'allAfter' | 'lastPosition'>;

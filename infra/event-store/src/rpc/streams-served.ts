import type { Access } from '../access/access.js';
import type { Log } from '../log/log.js';
import type { Meter } from '../stats/meter.js';
import type { OpenCalls } from './calls.js';

/** What the handlers of streams work with. `maxAppendSize` is in bytes of data. */
export type StreamsServed = Readonly<{ log: Log; calls: OpenCalls; access: Access; meter: Meter; maxAppendSize: number }>;

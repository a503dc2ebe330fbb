import type { Log } from '../log/log.js';
import type { Load } from './load.js';
import type { Meter } from './meter.js';

/** What statistics look at. `data` is the folder of the log. */
export type StatsFacts = Readonly<{
  log: Log;
  data: string;
  meter: Meter;
  load: Load;
  connections: () => number;
  groups: () => readonly GroupFacts[];
  projections: () => readonly ProjectionFacts[];
}>;

/** A persistent subscription, as far as its series need it. */
export type GroupFacts = Readonly<{
  stream: string;
  group: string;
  connections: number;
  inFlight: number;
  parked: number;
  processed: number;
}>;

/** A projection, as far as its series need it. `progress` is from 0 to 1. */
export type ProjectionFacts = Readonly<{ name: string; running: boolean; progress: number; processed: number; status: string }>;

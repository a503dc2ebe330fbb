import type { GroupDefinition } from './definition.js';
import type { Observation } from './statistics.js';

/** What is known of a connected consumer. */
export type ConnectionInfo = Readonly<{
  /** Address and port of its connection. */
  from: string;
  user: string;
  connectionName: string;
  /** Messages handled a second since somebody last asked. */
  averagePerSecond: number;
  totalItems: number;
  countSinceLastMeasurement: number;
  /** Messages that it would take now, and those that it has. */
  availableSlots: number;
  inFlight: number;
  /** Milliseconds from delivery to answer; nothing unless the group has extra statistics. */
  observed: readonly Observation[];
}>;

/** What is known of a group. Counters since the server began to run it. */
export type GroupInfo = Readonly<{
  definition: GroupDefinition;
  /** As 23.10 says it: `Live`, `Behind`, either with `ReplayingParkedMessages`. */
  status: string;
  connections: readonly ConnectionInfo[];
  averagePerSecond: number;
  totalItems: number;
  countSinceLastMeasurement: number;
  /** A revision (`12`) or a position (`C:1/P:1`); empty where there is none. */
  lastCheckpointed: string;
  lastKnown: string;
  /** Messages kept ready: while catching up, at the end, and those to be sent again. */
  readBuffer: number;
  liveBuffer: number;
  retryBuffer: number;
  inFlight: number;
  parked: number;
}>;

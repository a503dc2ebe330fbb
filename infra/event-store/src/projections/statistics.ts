/** What a projection tells of itself, in the words and units of the original. Counts and times begin anew with every start. */
export type ProjectionStatistics = Readonly<{
  name: string;
  /** `Running`, `Stopped`, `Faulted (Enabled)`, `Aborted/Stopped` … */
  status: string;
  /** Why it is faulted, or what holds it up: a sentence. */
  stateReason: string;
  mode: 'Continuous';
  version: number;
  epoch: number;
  /** `C:<commit>/P:<prepare>` of the last event it looked at. */
  position: string;
  lastCheckpoint: string;
  /** Per cent of the log behind it; -1 where it did not run yet. */
  progress: number;
  /** Milliseconds spent on deciding what to emit. */
  coreProcessingTime: number;
  eventsProcessedAfterRestart: number;
  bufferedEvents: number;
  partitionsCached: number;
  writesInProgress: number;
  /** Emitted and not yet durable. */
  writePendingEventsAfterCheckpoint: number;
}>;

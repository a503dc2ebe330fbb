/** All the supervisor has to know about one process. Data and small functions, so that tests can describe tiny ones. */
export interface ProcessDescription {
  /** Names the log file, the pid file and the process at the control endpoint. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the few variables every process gets (PATH and the like). */
  readonly environment: Readonly<Record<string, string>>;
  readonly port: number;
  /** From spawn to ready, ms. */
  readonly startDeadlineMs: number;
  /** From SIGTERM to SIGKILL, ms. */
  readonly stopDeadlineMs: number;
  /** How it ends after SIGTERM when all is well. */
  readonly cleanExitCodes: readonly number[];
  /** Before each spawn: folders, settings files. */
  readonly prepare?: () => Promise<void>;
  /** Rejects with the reason while it cannot do its work yet. */
  readonly ready: () => Promise<void>;
  /** Rejects while it does not answer at all; asked every few seconds. Left out: the port accepts a connection. */
  readonly live?: () => Promise<void>;
  /** After each exit. */
  readonly stopped?: (exitCode: number | null) => Promise<void>;
  /** One sentence with the remedy, where an exit code says what happened. */
  readonly explainExit?: (exitCode: number | null) => string | undefined;
}

/** `waiting`: it ended by itself and is started again after a pause. */
export type ProcessPhase = 'stopped' | 'starting' | 'ready' | 'unresponsive' | 'waiting' | 'stopping';

export interface ProcessState {
  readonly name: string;
  readonly title: string;
  readonly phase: ProcessPhase;
  readonly pid: number | null;
  readonly port: number;
  /** Starts after the first one. */
  readonly restarts: number;
  /** How it last ended, for people; null when it never did. */
  readonly lastExit: string | null;
  /** When the phase began, UTC ISO 8601. */
  readonly since: string;
}

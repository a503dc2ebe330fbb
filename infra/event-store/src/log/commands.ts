import type { Expected } from './expected.js';
import type { ProposedEvent } from './record.js';

/** One write. `deadline` is milliseconds since 1970: a command not begun by then is not carried out. */
export type Command = Readonly<{ stream: string; expected: Expected; deadline?: number }> &
  (
    | Readonly<{ kind: 'append'; events: readonly ProposedEvent[] }>
    | Readonly<{ kind: 'delete' }>
    | Readonly<{ kind: 'tombstone' }>
  );

export type Outcome =
  /** Durable, or found to be durable already. */
  | Readonly<{ kind: 'written'; revision: number; position: number }>
  | Readonly<{ kind: 'nothing'; revision: number }>
  | Readonly<{ kind: 'wrong-version'; actual: number }>
  | Readonly<{ kind: 'stream-deleted' }>
  /** The caller's own deadline passed before the command was begun: nothing was written. */
  | Readonly<{ kind: 'timed-out' }>
  /**
   * Waited longer than the prepare time-out, and nothing was written; or its commit took longer than the commit time-out, and it
   * was. Either way the caller has to treat the outcome as open, as with the real server.
   */
  | Readonly<{ kind: 'overdue'; timeout: 'prepare' | 'commit' }>
  /** Nothing of the group was written; `reason` is a sentence. */
  | Readonly<{ kind: 'refused'; reason: string }>;

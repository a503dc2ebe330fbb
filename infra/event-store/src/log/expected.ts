/** What a writer believes of the stream: a revision, or one of the protocol's words. */
export type Expected = 'any' | 'stream_exists' | 'no_stream' | number;

/** The state an append is judged against. `lastRevision` is -1 where the stream has no events. */
export type StreamStatus = Readonly<{
  lastRevision: number;
  tombstoned: boolean;
  softDeleted: boolean;
  hasMetadata: boolean;
}>;

export type Place = Readonly<{ revision: number; position: number }>;

/** Look-ups in the stream, asked only where the expectation makes them necessary. */
export interface StreamIds {
  /** Latest place of this event id in the stream. */
  find(eventId: string): Place | undefined;
  at(revision: number): Readonly<{ eventId: string; position: number }> | undefined;
}

export type Verdict =
  | Readonly<{ kind: 'write'; revive: boolean }>
  /** All events are there already: the first answer again. */
  | (Readonly<{ kind: 'repeat' }> & Place)
  /** An empty append that found the stream as expected. */
  | Readonly<{ kind: 'nothing'; revision: number }>
  | Readonly<{ kind: 'wrong-version'; actual: number }>
  | Readonly<{ kind: 'stream-deleted' }>;

/**
 * Decides one append (event-store-server.md §3, after 23.10's commit check; ids are exact for ever here).
 * A repeat of which only a beginning is stored is corrupt and answered as a wrong version.
 */
export function judge(expected: Expected, status: StreamStatus, eventIds: readonly string[], ids: StreamIds): Verdict {
  const { lastRevision, softDeleted } = status;
  if (status.tombstoned) return { kind: 'stream-deleted' };
  if (expected === 'stream_exists') {
    if (softDeleted) return { kind: 'stream-deleted' };
    if (lastRevision < 0 && !status.hasMetadata) return wrong(lastRevision);
  }
  if (expected === 'any' || expected === 'stream_exists') return judgeAnywhere(status, eventIds, ids);
  const revision = expected === 'no_stream' ? -1 : expected;
  if (revision > lastRevision) return wrong(lastRevision);
  if (revision === lastRevision) return fresh(status, eventIds);
  return judgeAfter(revision, status, eventIds, ids);
}

function judgeAnywhere(status: StreamStatus, eventIds: readonly string[], ids: StreamIds): Verdict {
  let last: Place | undefined;
  for (const [index, eventId] of eventIds.entries()) {
    const place = ids.find(eventId);
    if (!place) return index === 0 ? fresh(status, eventIds) : wrong(status.lastRevision);
    last = place;
  }
  return last ? { kind: 'repeat', ...last } : fresh(status, eventIds);
}

function judgeAfter(revision: number, status: StreamStatus, eventIds: readonly string[], ids: StreamIds): Verdict {
  let last: Place | undefined;
  for (const [index, eventId] of eventIds.entries()) {
    const stored = ids.at(revision + 1 + index);
    if (stored?.eventId !== eventId) {
      const recreates = index === 0 && revision === -1 && status.softDeleted;
      return recreates ? fresh(status, eventIds) : wrong(status.lastRevision);
    }
    last = { revision: revision + 1 + index, position: stored.position };
  }
  return last ? { kind: 'repeat', ...last } : wrong(status.lastRevision);
}

const wrong = (actual: number): Verdict => ({ kind: 'wrong-version', actual });

function fresh(status: StreamStatus, eventIds: readonly string[]): Verdict {
  if (eventIds.length === 0) return { kind: 'nothing', revision: status.lastRevision };
  return { kind: 'write', revive: status.softDeleted };
}

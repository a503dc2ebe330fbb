import type { Expected } from '../log/expected.js';

/** What a writer or an administrator does to one of few streams; ids are letters, so that repeats happen. */
export type Act =
  | Readonly<{ kind: 'append'; stream: string; expected: Expected; ids: readonly string[] }>
  | Readonly<{ kind: 'limit'; stream: string; maxCount: number | undefined; truncateBefore: number | undefined }>
  | Readonly<{ kind: 'delete' | 'tombstone'; stream: string; expected: Expected }>
  | Readonly<{ kind: 'scavenge' }>;

type Stream = {
  /** Ids by revision; undefined where the event was scavenged. */
  events: (string | undefined)[];
  exists: boolean;
  deleted: boolean;
  dead: boolean;
  maxCount: number | undefined;
  truncateBefore: number;
};

export type Answer = 'wrong-version' | 'stream-deleted' | 'nothing' | Readonly<{ revision: number }>;

const TOMBSTONE = Number.MAX_SAFE_INTEGER;
const fresh = (): Stream => ({ events: [], exists: false, deleted: false, dead: false, maxCount: undefined, truncateBefore: 0 });

/**
 * The log in the words of event-store-server.md §3 and §5 and nothing more: arrays, searched from one end to the other. It knows
 * nothing of positions, caches, transactions or indexes.
 */
export class LogModel {
  readonly streams = new Map<string, Stream>();

  act(act: Act): Answer | undefined {
    switch (act.kind) {
      case 'append':
        return this.#append(this.#stream(act.stream), act.expected, act.ids);
      case 'limit':
        return this.#limit(this.#stream(act.stream), act);
      case 'delete':
        return this.#delete(this.#stream(act.stream), act.expected);
      case 'tombstone':
        return this.#tombstone(this.#stream(act.stream), act.expected);
      case 'scavenge':
        for (const stream of this.streams.values()) scavenge(stream);
        return undefined;
    }
  }

  /** Revisions that a reader of the stream sees; undefined where it hears that there is no such stream, 'dead' for a tombstone. */
  visible(name: string): readonly number[] | 'dead' | undefined {
    const stream = this.#stream(name);
    if (stream.dead) return 'dead';
    if (stream.deleted || stream.events.length === 0) return undefined;
    const first = firstVisible(stream);
    return stream.events.flatMap((id, revision) => (id !== undefined && revision >= first ? [revision] : []));
  }

  /** Revisions that are stored, visible or not. */
  stored(name: string): readonly number[] {
    const { events, dead } = this.#stream(name);
    return [...events.flatMap((id, revision) => (id === undefined ? [] : [revision])), ...(dead ? [TOMBSTONE] : [])];
  }

  #stream(name: string): Stream {
    const stream = this.streams.get(name) ?? fresh();
    this.streams.set(name, stream);
    return stream;
  }

  #append(stream: Stream, expected: Expected, ids: readonly string[]): Answer {
    if (stream.dead) return 'stream-deleted';
    const last = stream.events.length - 1;
    if (expected === 'stream_exists' && stream.deleted) return 'stream-deleted';
    if (expected === 'stream_exists' && last < 0 && !stream.exists) return 'wrong-version';
    if (ids.length === 0) return expectsNow(expected, last) ? 'nothing' : 'wrong-version';
    if (expected === 'any' || expected === 'stream_exists') {
      const places = ids.map((id) => stream.events.lastIndexOf(id));
      if (places.every((place) => place >= 0)) return { revision: places.at(-1) ?? -1 };
      return places[0] === -1 ? write(stream, ids) : 'wrong-version';
    }
    const from = expected === 'no_stream' ? -1 : expected;
    if (from > last) return 'wrong-version';
    if (from === last) return write(stream, ids);
    const repeated = ids.findIndex((id, index) => stream.events[from + 1 + index] !== id);
    if (repeated < 0) return { revision: from + ids.length };
    return repeated === 0 && from === -1 && stream.deleted ? write(stream, ids) : 'wrong-version';
  }

  #limit(stream: Stream, { maxCount, truncateBefore }: Extract<Act, { kind: 'limit' }>): Answer {
    if (stream.dead) return 'stream-deleted';
    // Metadata brings a deleted stream back, without its old events.
    stream.truncateBefore = stream.deleted ? stream.events.length : (truncateBefore ?? 0);
    stream.maxCount = maxCount;
    stream.deleted = false;
    stream.exists = true;
    return { revision: -1 };
  }

  #delete(stream: Stream, expected: Expected): Answer {
    const refused = refusal(stream, expected);
    if (refused !== undefined) return refused;
    if (stream.events.length === 0 && !stream.exists) return 'wrong-version';
    stream.deleted = true;
    stream.exists = true;
    stream.maxCount = undefined;
    return { revision: -1 };
  }

  #tombstone(stream: Stream, expected: Expected): Answer {
    const refused = refusal(stream, expected);
    if (refused !== undefined) return refused;
    stream.dead = true;
    return { revision: TOMBSTONE };
  }
}

const expectsNow = (expected: Expected, last: number): boolean =>
  expected === 'any' || expected === 'stream_exists' || (expected === 'no_stream' ? -1 : expected) === last;

function write(stream: Stream, ids: readonly string[]): Answer {
  if (stream.deleted) stream.truncateBefore = stream.events.length;
  stream.deleted = false;
  stream.events.push(...ids);
  return { revision: stream.events.length - 1 };
}

function refusal(stream: Stream, expected: Expected): Answer | undefined {
  if (stream.dead) return 'stream-deleted';
  const last = stream.events.length - 1;
  if (expected === 'stream_exists' && stream.deleted) return 'stream-deleted';
  if (expected === 'stream_exists' && last < 0 && !stream.exists) return 'wrong-version';
  if (expectsNow(expected, last)) return undefined;
  return expected === 'no_stream' && stream.deleted ? undefined : 'wrong-version';
}

const firstVisible = ({ events, maxCount, truncateBefore }: Stream): number =>
  Math.max(truncateBefore, maxCount === undefined ? 0 : events.length - maxCount);

function scavenge(stream: Stream): void {
  const last = stream.events.length - 1;
  const first = stream.deleted ? last : Math.min(firstVisible(stream), last);
  stream.events = stream.events.map((id, revision) => (stream.dead || revision < first ? undefined : id));
}

import { compileFilter, type EventFilter } from '../log/filter.js';
import { resolve, type ResolvedEvent } from '../log/links.js';
import type { Log } from '../log/log.js';
import type { StoredEvent } from '../log/record.js';
import { unlessTombstoned } from './bookkeeping-stream.js';
import { PAGE, ReadAhead } from './read-ahead.js';
import type { GroupDefinition } from './definition.js';
import type { PulledEvent } from './group.js';
import { ALL, isOwnBookkeeping } from './names.js';

/** What a source gave. `examined` is the place up to which it was looked at, included. */
export type Pulled = Readonly<{
  events: readonly PulledEvent[];
  examined: number;
  /** How many messages the events nobody wants count for. */
  skipped: number;
  place: 'end' | 'more';
}>;

/** Where a group reads: places are revisions of its stream, or positions of `$all`. */
export interface Source {
  /** The stream whose growth matters, undefined for the whole log. */
  readonly stream: string | undefined;
  /** Up to `limit` events after a place. */
  pull(after: number, limit: number): Pulled;
  /** The place of the last event there is, -1 where there is none. */
  end(): number;
}

export function sourceOf(
  log: Log,
  { stream, settings, filter }: Pick<GroupDefinition, 'stream' | 'settings' | 'filter'>,
): Source {
  const toEvent = (event: StoredEvent): ResolvedEvent => (settings.links === 'follow' ? resolve(log, event) : { event });
  return stream === ALL ? new AllSource(log, filter && compileFilter(filter), toEvent) : new StreamSource(log, stream, toEvent);
}

class StreamSource implements Source {
  readonly #ahead = new ReadAhead();

  constructor(
    private readonly log: Log,
    readonly stream: string,
    private readonly toEvent: (event: StoredEvent) => ResolvedEvent,
  ) {}

  pull(after: number, limit: number): Pulled {
    const visible = this.#visible();
    // A tombstone ends the stream: what the group has is still delivered, nothing follows.
    if (!visible || after >= visible.head.lastRevision) return { events: [], examined: after, skipped: 0, place: 'end' };
    const { head, first } = visible;
    const read = (): readonly StoredEvent[] =>
      this.log.reader.streamForwards(head.id, Math.max(after + 1, first), head.lastRevision, PAGE);
    const stored = this.#ahead.after(after, read).slice(0, limit);
    const examined = stored.at(-1)?.revision ?? head.lastRevision;
    this.#ahead.used(stored.length, examined);
    // The stream may have been truncated since the page was read.
    const events = stored
      .filter(({ revision }) => revision >= first)
      .map((source) => ({ source, event: this.toEvent(source), position: source.revision }));
    return { events, examined, skipped: 0, place: examined < head.lastRevision ? 'more' : 'end' };
  }

  end(): number {
    return this.#visible()?.head.lastRevision ?? -1;
  }

  #visible(): ReturnType<Log['visible']> | undefined {
    return unlessTombstoned(() => this.log.visible(this.stream), undefined);
  }
}

class AllSource implements Source {
  readonly stream = undefined;
  readonly #ahead = new ReadAhead();
  /** Events not wanted since the last that counted as one message. */
  #unwanted = 0;

  constructor(
    private readonly log: Log,
    private readonly filter: EventFilter | undefined,
    private readonly toEvent: (event: StoredEvent) => ResolvedEvent,
  ) {}

  pull(after: number, limit: number): Pulled {
    const events: PulledEvent[] = [];
    let [examined, skipped, used] = [after, 0, 0];
    for (const source of this.#ahead.after(after, () => this.log.allAfter(after, PAGE))) {
      if (events.length === limit) break;
      used += 1;
      examined = source.position;
      if (isOwnBookkeeping(source.stream)) continue;
      if (this.filter && !this.filter.matches(source)) skipped += this.#passOver(this.filter);
      else events.push({ source, event: this.toEvent(source), position: examined });
    }
    this.#ahead.used(used, examined);
    return { events, examined, skipped, place: examined < this.log.lastPosition ? 'more' : 'end' };
  }

  end(): number {
    return this.log.lastPosition;
  }

  // As with a subscription's filter, one checkpoint step for so many events examined: a rare match must not cost a long way again.
  #passOver({ checkpointEvery }: EventFilter): number {
    this.#unwanted += 1;
    if (this.#unwanted < checkpointEvery) return 0;
    this.#unwanted = 0;
    return 1;
  }
}

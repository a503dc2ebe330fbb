import type { ProjectionLog } from './projection-log.js';
import type { ProposedEvent } from '../log/record.js';
import { stampOf, type Place, type ProjectionVersion } from './stamp.js';
import { append, setMetadata, tailOf } from './state-streams.js';

/** Streams whose end is kept in mind; the longest unused are looked up again when something is emitted to them. */
const MAX_KNOWN = 10_000;

/** Links can be read by everybody: what they point at has its own access list. */
const ACCESS = { $acl: { $r: '$all', $mr: '$all' } } as const;

/** An event on its way to its stream. `place` is that of its cause. */
export type Emitted = Readonly<{ stream: string; place: Place; event: ProposedEvent }>;

type Known = Readonly<{
  revision: number;
  /** Place of what was emitted last in this epoch. */
  place: Place;
  /** First revision of this epoch, where the stream's metadata do not say so yet. */
  beginsAt?: number;
}>;

/** Something else than this projection wrote to a stream that it emits to; the message is a sentence. */
export class ForeignEvent extends Error {}

/**
 * The streams that a projection emits to. Each stream itself tells by its last event how far it is, so that work repeated after a
 * kill neither loses nor doubles an event: what is not later than that is there already.
 */
export class EmittedStreams {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly log: ProjectionLog,
    private readonly version: ProjectionVersion,
  ) {}

  /**
   * Writes what is not there yet. Fails with `NotWritten` and `WrittenElsewhere`, after which the same may be emitted again, and
   * with `ForeignEvent` and `StreamTombstoned`, after which it cannot.
   */
  async emit(emitted: readonly Emitted[]): Promise<void> {
    const outcomes = await Promise.allSettled([...byStream(emitted)].map(([stream, events]) => this.#emitTo(stream, events)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (!failed) return this.#trim();
    this.#known.clear();
    throw failed.reason;
  }

  async #emitTo(stream: string, emitted: readonly Emitted[]): Promise<void> {
    const known = this.#lookUp(stream);
    const fresh = emitted.filter(({ place }) => isLater(place, known.place));
    const last = fresh.at(-1);
    if (!last) return;
    // Both are handed to the writer in the same turn, the metadata first: together they cost one commit.
    const prepared = known.beginsAt === undefined ? undefined : setMetadata(this.log, stream, beginningAt(known.beginsAt));
    const expected = known.revision < 0 ? 'no_stream' : known.revision;
    const written = append(
      this.log,
      stream,
      expected,
      fresh.map(({ event }) => event),
    );
    const [revision] = await Promise.all([written, prepared]);
    this.#known.delete(stream);
    this.#known.set(stream, { revision, place: last.place });
  }

  #lookUp(stream: string): Known {
    return this.#known.get(stream) ?? this.#load(stream);
  }

  #load(stream: string): Known {
    const { revision, event } = tailOf(this.log, stream);
    const anew: Known = { revision, place: 'beginning', beginsAt: revision + 1 };
    if (!event) return anew;
    const stamp = stampOf(event.metadata);
    const { id, epoch } = this.version;
    if (!stamp)
      throw new ForeignEvent(`The '${stream}' stream, which projection ${id} keeps, has been written to from the outside.`);
    if (stamp.id !== id) throw new ForeignEvent(`Projections ${stamp.id} and ${id} both emit to the stream '${stream}'.`);
    return stamp.version < epoch ? anew : { revision, place: stamp.place };
  }

  #trim(): void {
    for (const stream of this.#known.keys()) {
      if (this.#known.size <= MAX_KNOWN) return;
      this.#known.delete(stream);
    }
  }
}

/** After a reset the events of earlier epochs are cut off, as in the original: when the stream is first emitted to again. */
const beginningAt = (revision: number): object => ({ ...(revision > 0 && { $tb: revision }), ...ACCESS });

const isLater = (place: Place, than: Place): boolean => than === 'beginning' || (place !== 'beginning' && place > than);

function byStream(emitted: readonly Emitted[]): ReadonlyMap<string, readonly Emitted[]> {
  const streams = new Map<string, Emitted[]>();
  for (const one of emitted) {
    const before = streams.get(one.stream);
    if (before) before.push(one);
    else streams.set(one.stream, [one]);
  }
  return streams;
}

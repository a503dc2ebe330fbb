import { setImmediate } from 'node:timers/promises';
import type { ProjectionLog } from './projection-log.js';
import type { StoredEvent } from '../log/record.js';
import { LINK_TYPE } from '../log/links.js';
import type { Checkpoints } from './checkpoints.js';
import { EmittedStreams, type Emitted } from './emitted-streams.js';
import { isSource } from './standard/emission.js';
import type { SystemProjection } from './standard/system-projection.js';
import { emittedEvent, placeJson, stampJson, type Place, type ProjectionVersion } from './stamp.js';
import { jsonEvent, NotWritten, WrittenElsewhere } from './state-streams.js';

/** Events looked at in one go (23.10's batch): their emissions share a commit with what clients append meanwhile. */
const PAGE = 500;
/** 23.10's bounds of work that a kill makes a projection repeat: events taken, and bytes of log passed without taking any. */
const CHECKPOINT_EVENTS = 4_000;
const CHECKPOINT_BYTES = 10_000_000;
/** Milliseconds until a refused write is tried again: a full disk may have space by then. */
const RETRY_MS = 1_000;
/** Times that a stream may be found changed in a row before the projection gives up. */
const MAX_COLLISIONS = 5;

/**
 * One run of a projection, from its checkpoint until it is stopped: a cursor over the log and a wake-up, like a subscriber. What
 * it emits is durable before it moves on.
 */
export class ProjectionRun {
  readonly #streams: EmittedStreams;
  #read: number;
  #position: Place;
  #checkpoint: Place;
  #takenSince = 0;
  #taken = 0;
  #buffered = 0;
  #pending = 0;
  #processingMs = 0;
  #heldUpBy = '';
  #stopping: 'no' | 'with checkpoint' | 'at once' = 'no';
  #wake: () => void = () => undefined;
  readonly #ended: Promise<void>;

  /** Begins at once. `faulted` is called with the reason if it cannot go on; the run is over then. */
  constructor(
    private readonly log: ProjectionLog,
    private readonly projection: SystemProjection,
    private readonly version: ProjectionVersion,
    private readonly checkpoints: Checkpoints,
    faulted: (reason: string) => void,
  ) {
    this.#streams = new EmittedStreams(log, version);
    this.#checkpoint = checkpoints.load(version);
    this.#position = this.#checkpoint;
    this.#read = this.#checkpoint === 'beginning' ? 0 : this.#checkpoint;
    this.#ended = this.#follow().catch((error: unknown) => faulted(error instanceof Error ? error.message : String(error)));
  }

  get progress() {
    const end = this.log.lastPosition;
    return {
      position: this.#position,
      checkpoint: this.#checkpoint,
      // Rounded down: 100 is the very end.
      percent: end === 0 ? 100 : Math.floor((this.#read / end) * 1_000) / 10,
      taken: this.#taken,
      buffered: this.#buffered,
      pending: this.#pending,
      processingMs: this.#processingMs,
      heldUpBy: this.#heldUpBy,
    };
  }

  /** Resolves once nothing is written any more. `at once` leaves the checkpoint where it is. */
  async stop(how: 'with checkpoint' | 'at once'): Promise<void> {
    this.#stopping = how;
    this.#wake();
    await this.#ended;
  }

  async #follow(): Promise<void> {
    await this.#mark();
    while (this.#stopping === 'no') {
      const events = this.log.allAfter(this.#read, PAGE);
      // No await between finding nothing and going to sleep: a commit in between would not be noticed.
      if (events.length === 0) await this.#sleep();
      else if (await this.#take(events)) await this.#checkpointIfDue();
      await setImmediate();
    }
    if (this.#stopping === 'with checkpoint' && this.#takenSince > 0) await this.#writeCheckpoint();
  }

  /** False where it was stopped before all was durable. */
  async #take(events: readonly StoredEvent[]): Promise<boolean> {
    const started = performance.now();
    const taken = events.filter((event) => isSource(event) && (this.projection.includesLinks || event.type !== LINK_TYPE));
    const emitted = taken.flatMap((event) => this.#emissionsOf(event));
    this.#processingMs += performance.now() - started;
    this.#buffered = taken.length;
    const written = emitted.length === 0 || (await this.#emit(emitted));
    this.#buffered = 0;
    if (!written) return false;
    this.#read = events.at(-1)?.position ?? this.#read;
    this.#position = taken.at(-1)?.position ?? this.#position;
    this.#taken += taken.length;
    this.#takenSince += taken.length;
    return true;
  }

  #emissionsOf(event: StoredEvent): readonly Emitted[] {
    const emission = this.projection.emit(event);
    if (!emission) return [];
    return [{ stream: emission.stream, place: event.position, event: emittedEvent(this.version, event, emission) }];
  }

  /** False where it was stopped before all was durable. */
  async #emit(emitted: readonly Emitted[]): Promise<boolean> {
    this.#pending = emitted.length;
    const written = await this.#insist(() => this.#streams.emit(emitted));
    this.#pending = 0;
    return written;
  }

  async #checkpointIfDue(): Promise<void> {
    const since = this.#read - (this.#checkpoint === 'beginning' ? 0 : this.#checkpoint);
    if (this.#takenSince < CHECKPOINT_EVENTS && since < CHECKPOINT_BYTES) return;
    if (await this.#writeCheckpoint()) await this.#mark();
  }

  async #writeCheckpoint(): Promise<boolean> {
    const place = this.#read;
    if (!(await this.#insist(() => this.checkpoints.write(this.version, place)))) return false;
    this.#position = place;
    this.#checkpoint = place;
    this.#takenSince = 0;
    return true;
  }

  async #mark(): Promise<void> {
    const stream = this.projection.checkpointMarks;
    if (stream === undefined) return;
    const stamp = stampJson(this.version, this.#checkpoint);
    const event = jsonEvent('$Checkpoint', placeJson(this.#checkpoint), stamp);
    await this.#emit([{ stream, place: this.#checkpoint, event }]);
  }

  /** Writes until it is durable; false where it was stopped before. */
  async #insist(write: () => Promise<void>): Promise<boolean> {
    for (let collisions = 0; ;) {
      try {
        await write();
        this.#heldUpBy = '';
        return true;
      } catch (error) {
        const elsewhere = error instanceof WrittenElsewhere && collisions < MAX_COLLISIONS;
        if (!elsewhere && !(error instanceof NotWritten)) throw error;
        if (this.#stopping !== 'no') return false;
        if (elsewhere) collisions += 1;
        else await this.#holdUp(error.message);
      }
    }
  }

  async #holdUp(reason: string): Promise<void> {
    this.#heldUpBy = reason;
    await this.#pause((resume) => {
      const timer = setTimeout(resume, RETRY_MS);
      return () => clearTimeout(timer);
    });
  }

  #sleep(): Promise<void> {
    return this.#pause((resume) => this.log.wakeUps.next(undefined, resume));
  }

  async #pause(begin: (resume: () => void) => () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const withdraw = begin(resolve);
    this.#wake = resolve;
    await promise;
    withdraw();
  }
}

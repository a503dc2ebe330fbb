import { newId } from '@guildhall/kernel';
import { Fenced } from '../subscriptions/fenced.js';
import type { StoredEvent } from '../store/event-store.port.js';
import type { Parking } from '../parking/parking.port.js';
import { DocumentLane } from './document-lane.js';
import type { Projection } from './projection.js';
import { BEFORE_ALL, besideOf, type Move, type ReadModelCheckpoint, type ReadModelStore } from './read-model-store.js';

/** Name under which a projection's poison is parked, `<service>.parked-projection-<name>`: apart from the processes of that name. */
export const parkedProjection = (projection: string): string => `projection-${projection}`;

/** `opening`: not yet decided; `rebuilding`: queries answer 503; `joined`: fed by the shared pass. */
export type LaneStanding = 'opening' | 'rebuilding' | 'joined';

/** A projection of the runner with the checkpoint as this instance last wrote it. */
export class RunnerLane {
  standing: LaneStanding = 'opening';
  private owner = '';
  checkpoint: ReadModelCheckpoint;
  documents: DocumentLane;
  heartbeatAt = Date.now();
  advancedAt = Date.now();
  /** When the store wrote the last event that was applied, null before the first: what a rebuild lags behind. */
  appliedRecordedAt: number | null = null;
  /** Generation found in the database, to be dropped by the next one. */
  private previous: number | null = null;
  /** The next generation's number is above this one: the other of the two may have it. */
  private above = 0;
  /** What becomes of an event that it cannot take; a second generation stays behind as its live one does, which has parked it. */
  poison: 'is parked' | 'stays behind';
  /** Streams with poison, of a second generation: the live one parks them, this one only stays behind as it does. */
  private readonly stuck = new Set<string>();

  constructor(
    readonly projection: Projection,
    private readonly readModels: ReadModelStore,
    /** Which of the two generations: the one that queries read, or the one built beside it. */
    readonly side: 'live' | 'beside' = 'live',
  ) {
    const { name, version } = projection;
    this.poison = side === 'live' ? 'is parked' : 'stays behind';
    this.checkpoint = {
      name: side === 'live' ? name : besideOf(name),
      version,
      generation: 0,
      logId: '',
      position: BEFORE_ALL,
      claimed: BEFORE_ALL,
      state: 'rebuilding',
      owner: '',
    };
    this.documents = new DocumentLane(projection, readModels, this.checkpoint, 'unknown');
  }

  /** Name of its checkpoint. */
  get name(): string {
    return this.checkpoint.name;
  }

  get model(): string {
    return this.projection.name;
  }

  /** True where the stream waits for an operator: nothing of it is applied. */
  isStuck(stream: string, parking: Parking): boolean {
    if (this.side === 'live' || this.standing === 'joined') {
      if (parking.isParked(parkedProjection(this.model), stream)) return true;
    }
    return this.stuck.has(stream);
  }

  /** A second generation's poison. */
  stick(stream: string): void {
    this.stuck.add(stream);
  }

  numberAfter(generation: number): void {
    this.above = generation;
  }

  /** After the store has switched the two: each goes on with the other's documents. */
  swapWith(other: RunnerLane): void {
    const { checkpoint, documents } = this;
    this.checkpoint = { ...checkpoint, generation: other.checkpoint.generation, former: checkpoint.generation };
    other.checkpoint = { ...other.checkpoint, generation: checkpoint.generation };
    [this.documents, other.documents] = [other.documents, documents];
  }

  /** Names the writer of this lane; before `resume` or `begin`. */
  ownedBy(owner: string): void {
    this.owner = owner;
  }

  /** To the shared pass: live from now on. */
  join(): void {
    this.standing = 'joined';
    this.documents.settle();
  }

  /** Goes on where the last instance stood; false when it has to begin anew. Throws `Fenced` where a later term has taken over. */
  async resume(found: ReadModelCheckpoint | undefined, logId: string): Promise<boolean> {
    if (found && termOf(found.owner) > termOf(this.owner)) throw new Fenced(`The projector of ${this.name}`);
    this.previous = found?.generation ?? null;
    const sound = found?.version === this.projection.version && found.logId === logId && found.state === 'live';
    if (!sound || !(await this.readModels.takeOver(found, this.owner))) return false;
    this.checkpoint = { ...found, owner: this.owner };
    this.documents = new DocumentLane(this.projection, this.readModels, this.checkpoint, 'unknown');
    this.join();
    return true;
  }

  /** Begins a new generation: empty collection, indexes, checkpoint before all events. */
  async begin(logId: string): Promise<void> {
    this.standing = 'rebuilding';
    const previous = Math.max(this.previous ?? 0, this.checkpoint.generation);
    const { name } = this;
    const { version } = this.projection;
    const fresh = { name, version, generation: Math.max(previous, this.above) + 1, logId, owner: this.owner };
    this.checkpoint = { ...fresh, position: BEFORE_ALL, claimed: BEFORE_ALL, state: 'rebuilding' };
    await this.readModels.begin(this.checkpoint, this.projection.indexes ?? [], previous === 0 ? null : previous);
    this.documents = new DocumentLane(this.projection, this.readModels, this.checkpoint, 'empty');
    this.appliedRecordedAt = null;
  }

  moveTo(to: bigint): Move {
    return { checkpoint: this.checkpoint, to };
  }

  claimed(to: bigint): void {
    this.checkpoint = { ...this.checkpoint, claimed: to };
  }

  advanced({ to, state, logId }: Move, events: readonly StoredEvent[]): void {
    const { checkpoint } = this;
    this.checkpoint = {
      ...checkpoint,
      position: to,
      claimed: to,
      state: state ?? checkpoint.state,
      logId: logId ?? checkpoint.logId,
    };
    this.advancedAt = this.heartbeatAt = Date.now();
    const last = events.at(-1);
    if (last) this.appliedRecordedAt = Date.parse(last.recordedAt);
  }

  /** What the stored checkpoint says: written by another owner we are fenced, missing or restored from an older copy it is lost. */
  judge(stored: ReadModelCheckpoint | undefined): 'sound' | 'lost' | 'fenced' {
    // An older owner can be there only where it began anew on an emptied database: it will find itself fenced by us.
    if (!stored || termOf(stored.owner) < termOf(this.owner)) return 'lost';
    if (stored.owner !== this.owner) return 'fenced';
    const { generation, position, claimed } = this.checkpoint;
    return stored.generation === generation && stored.position === position && stored.claimed === claimed ? 'sound' : 'lost';
  }
}

/** A projector instance names itself anew at every start; `term` is that of its lease, 0 without one. */
export const newOwner = (term: bigint): string => `${term}:${newId()}`;

const termOf = (owner: string): bigint => BigInt(owner.slice(0, owner.indexOf(':')));

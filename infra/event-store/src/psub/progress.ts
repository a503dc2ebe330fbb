/** When a checkpoint is written: intervals in milliseconds, bounds in messages handled since the last one. */
export type CheckpointRules = Readonly<{ checkPointAfterMs: number; minCheckPointCount: number; maxCheckPointCount: number }>;

/** A checkpoint to write: everything of the source up to `place`, included, is handled. `handled` belongs to `written`. */
export type DueCheckpoint = Readonly<{ place: number; handled: number }>;

const PAUSE_AFTER_FAILURE_MS = 1_000;

/**
 * How far a group has come in its source. The checkpoint lies just below the lowest message that is not handled, whatever was
 * handled above it, so that a restart repeats messages but loses none.
 */
export class Progress {
  readonly #rules: CheckpointRules;
  /** Messages not handled yet, in the order of the source: sequence to the place just below. */
  readonly #open = new Map<number, number>();
  #next = 0;
  #examined: number;
  #checkpointed: number | undefined;
  #handledThen = 0;
  #lastAttempt: number;
  #writing = false;
  #notBefore = 0;

  /** `place` is where the group begins, exclusive; `checkpointed` the stored checkpoint where there is one; `now` in milliseconds. */
  constructor(rules: CheckpointRules, place: number, checkpointed: number | undefined, now: number) {
    this.#rules = rules;
    this.#examined = place;
    this.#checkpointed = checkpointed;
    this.#lastAttempt = now;
  }

  /** The source has been looked at up to here, included. */
  get examined(): number {
    return this.#examined;
  }

  /** Everything up to here, included, is handled. */
  get place(): number {
    for (const below of this.#open.values()) return below;
    return this.#examined;
  }

  /** The checkpoint that is stored. */
  get checkpointed(): number | undefined {
    return this.#checkpointed;
  }

  /** Whether anything was handled since the group began or its last checkpoint. */
  get advanced(): boolean {
    return this.#handled() > this.#handledThen;
  }

  /** A message of the source at a position; answers its sequence. */
  add(position: number): number {
    this.#open.set(this.#next, this.#examined);
    this.#examined = position;
    return this.#next++;
  }

  /** The source has nothing for the group up to here; `steps` of them count as handled messages. */
  skipTo(position: number, steps: number): void {
    this.#examined = position;
    this.#next += steps;
  }

  settle(sequence: number): void {
    this.#open.delete(sequence);
  }

  /** The checkpoint to write now, undefined where none is due. Until `written` or `failed` is told no other is. */
  take(now: number): DueCheckpoint | undefined {
    const { minCheckPointCount, maxCheckPointCount } = this.#rules;
    if (this.#writing || now < this.#notBefore) return undefined;
    const handled = this.#handled();
    const since = handled - this.#handledThen;
    const inTime = since >= Math.max(1, minCheckPointCount) && now >= this.#lastAttempt + this.#rules.checkPointAfterMs;
    if (!inTime && since < Math.max(1, maxCheckPointCount)) return undefined;
    this.#writing = true;
    this.#lastAttempt = now;
    return { place: this.place, handled };
  }

  /** Milliseconds at which `take` has to be asked again, undefined where only messages can make a checkpoint due. */
  dueAt(): number | undefined {
    const enough = this.#handled() - this.#handledThen >= Math.max(1, this.#rules.minCheckPointCount);
    if (!enough || this.#writing) return undefined;
    return Math.max(this.#lastAttempt + this.#rules.checkPointAfterMs, this.#notBefore);
  }

  written({ place, handled }: DueCheckpoint): void {
    this.#writing = false;
    this.#checkpointed = place;
    this.#handledThen = handled;
  }

  /** It could not be written: it is tried again, though not at once. */
  failed(now: number): void {
    this.#writing = false;
    this.#notBefore = now + PAUSE_AFTER_FAILURE_MS;
  }

  #handled(): number {
    for (const sequence of this.#open.keys()) return sequence;
    return this.#next;
  }
}

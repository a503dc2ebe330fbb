/** Which parked messages are out again, and below which revision none is needed any more. Pure. */
export class Replay {
  /** Revisions handed out and not handled yet, lowest first. */
  readonly #open = new Set<number>();
  #next = 0;
  #end = 0;
  #truncated = 0;

  /** Whether there are messages still to be handed out. */
  get running(): boolean {
    return this.#next < this.#end;
  }

  /** Revisions below this one were handed out: they do not count as parked. */
  get next(): number {
    return this.#next;
  }

  /** The part to hand out: from a revision, included, to another, excluded. */
  get part(): Readonly<{ from: number; to: number }> {
    return { from: this.#next, to: this.#end };
  }

  /** Replays what is parked from `first` up to `end`, excluded. What is out already is not handed out twice. */
  begin(first: number, end: number): void {
    this.#next = Math.max(this.#next, first);
    this.#end = Math.max(this.#end, end);
  }

  /** These were handed out; without any the rest of the part holds nothing. */
  handedOut(revisions: readonly number[]): void {
    for (const revision of revisions) this.#open.add(revision);
    this.#next = (revisions.at(-1) ?? this.#end - 1) + 1;
  }

  handled(revision: number): void {
    this.#open.delete(revision);
  }

  /**
   * Where to truncate now, undefined where it is not worth a write: at the end of a replay, and every `step` messages before, so
   * that a crash repeats few. Told `truncated`, it does not ask for the same again.
   */
  truncation(step: number): number | undefined {
    const [lowest] = this.#open;
    const below = lowest ?? this.#next;
    const done = lowest === undefined && !this.running;
    return below > this.#truncated && (done || below - this.#truncated >= step) ? below : undefined;
  }

  truncated(revision: number): void {
    this.#truncated = Math.max(this.#truncated, revision);
  }
}

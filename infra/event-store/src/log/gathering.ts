/** For so many turns of the event loop a group waits at most: each takes in what came over the sockets meanwhile. */
const MAX_TURNS = 4;
/** A group of so many commands is written at once: its commit costs little beside them. */
const ENOUGH = 256;

/**
 * Decides at each turn of the event loop whether a group of commands is written or waits for more. Under load more are on their way,
 * and a commit costs nearly the same for twenty and for forty. A client that waits for each answer before it goes on is not held up,
 * but for one turn after a group of several.
 */
export class Gathering {
  #turns = 0;
  #before = 0;
  #lastGroup = 0;

  /** True where the group waits for another turn; `waiting` is how many commands it has by now. */
  waits(waiting: number): boolean {
    const grows = waiting > this.#before && waiting < ENOUGH;
    if (this.#lastGroup > 1 && grows && this.#turns < MAX_TURNS) {
      this.#turns += 1;
      this.#before = waiting;
      return true;
    }
    this.#lastGroup = waiting;
    this.#turns = 0;
    this.#before = 0;
    return false;
  }
}

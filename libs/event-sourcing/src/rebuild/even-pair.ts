import type { RunnerLane } from '../projections/lane-state.js';
import type { ReadModelCheckpoint, ReadModelStore } from '../projections/read-model-store.js';
import { pauseFor } from '../subscriptions/backoff.js';
import { Comparison } from './comparison.js';

/** What a pair needs of the shared pass: `still` runs work while no generation moves. */
type Pass = Readonly<{ readModels: ReadModelStore; signal: AbortSignal; still<R>(work: () => Promise<R>): Promise<R> }>;

/** Ids of differing documents that an outcome names. */
const EXAMPLES = 20;
const PAGE = 500;
const LOOK_EVERY_MS = 5;

/** At one position, with no batch written in part. */
const areEven = (one: ReadModelCheckpoint, other: ReadModelCheckpoint): boolean =>
  one.position === other.position && [one, other].every(({ position, claimed }) => claimed === position);

/** The live generation of a read model and the second one, both fed by the shared pass. */
export class EvenPair {
  constructor(
    private readonly live: RunnerLane,
    private readonly beside: RunnerLane,
    private readonly pass: Pass,
  ) {}

  /**
   * Runs while both stand at one position, whole, and the pass stands still. The second one is built from all that is in the log, which
   * the pass may not have brought to the live one yet; and a batch that failed may have been written to one of them alone. Throws where
   * either was lost, or when the runner stops.
   */
  async whenEven<R>(work: () => Promise<R>): Promise<R> {
    const { live, beside } = this;
    const { signal, still } = this.pass;
    for (;;) {
      signal.throwIfAborted();
      const done = await still(async () => {
        if (live.standing !== 'joined' || beside.standing !== 'joined') throw new Error(`A generation of ${live.model} was lost`);
        return areEven(live.checkpoint, beside.checkpoint) ? { result: await work() } : null;
      });
      if (done) return done.result;
      await pauseFor(LOOK_EVERY_MS, signal);
    }
  }

  /** Page by page, both at one position for that page: queries and commands go on between. */
  async compare(): Promise<ReturnType<Comparison['result']>> {
    const { live, beside } = this;
    const { readModels, signal } = this.pass;
    const comparison = new Comparison(readModels, live.checkpoint, beside.checkpoint, EXAMPLES);
    const seen = new Set<string>();
    for (const side of [live, beside]) {
      let ids: string[] = [];
      const compareIds = (): Promise<void> => this.whenEven(() => comparison.compareIds(ids));
      for await (const { id } of readModels.all(side.checkpoint)) {
        signal.throwIfAborted();
        if (seen.has(id)) continue;
        seen.add(id);
        ids.push(id);
        if (ids.length < PAGE) continue;
        await compareIds();
        ids = [];
      }
      await compareIds();
    }
    return comparison.result();
  }
}

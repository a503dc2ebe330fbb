import { CheckpointStream, Fenced, lastCheckpoint, type EventStore } from '@guildhall/event-sourcing';
import { marksOf, noMarks, storedMarks, type RelayMarks, type StoredMarks } from './relay-marks.js';

const RUNNER = 'relay';

/**
 * The relay's checkpoint, which is also what fences it: each save is at the exact revision with the lease's term in the data. The newest
 * term wins: it claims the checkpoint on start, and the older relay's next save is refused. `epoch` is that of the store.
 */
export class RelayCheckpoint {
  private stream: CheckpointStream<StoredMarks>;

  constructor(
    private readonly store: EventStore,
    private readonly service: string,
    private readonly term: bigint,
    private readonly epoch: number,
  ) {
    this.stream = new CheckpointStream(store, service, RUNNER);
  }

  /** Takes the checkpoint over and answers its marks. `Fenced` when a newer term holds it; another relay's save in between is overtaken. */
  async claim(): Promise<RelayMarks> {
    for (;;) {
      this.stream = new CheckpointStream(this.store, this.service, RUNNER);
      const last = await this.stream.load();
      if (last && BigInt(last.data.term) > this.term) throw new Fenced(this.stream.stream);
      const marks = last ? marksOf(last, this.epoch) : noMarks;
      try {
        await this.save(marks);
        return marks;
      } catch (error) {
        if (!(error instanceof Fenced)) throw error;
      }
    }
  }

  /** Throws `Fenced` when another relay has taken over. */
  async save(marks: RelayMarks): Promise<void> {
    await this.stream.save(marks.position ?? 0n, storedMarks(marks, this.term, this.epoch));
  }
}

/** Up to where the relay of a service has told its facts, as it saved last; null before the first time. Errors: `StoreUnavailable`. */
export const publishedUpTo = async (
  store: Pick<EventStore, 'readLast'>,
  service: string,
  epoch: number,
): Promise<bigint | null> => {
  const last = await lastCheckpoint<StoredMarks>(store, service, RUNNER);
  return last ? marksOf(last, epoch).position : null;
};

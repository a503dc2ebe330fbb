import type { Log } from '../log/log.js';
import { BookkeepingStream, NotWritten, remove } from './bookkeeping-stream.js';
import type { GroupDefinition } from './definition.js';
import { ALL, checkpointStreamOf, keyOf, parkedStreamOf } from './names.js';
import { ParkedStream } from './parked-stream.js';
import { placeOf, placeText } from './place-text.js';

/** What a group keeps in the log: its checkpoint and its parked messages. */
export class GroupState {
  readonly parked: ParkedStream;
  readonly #checkpoints: BookkeepingStream;
  readonly #checkpointStream: string;

  constructor(
    private readonly log: Log,
    private readonly definition: GroupDefinition,
  ) {
    const key = keyOf(definition.stream, definition.group);
    this.#checkpointStream = checkpointStreamOf(key);
    this.#checkpoints = new BookkeepingStream(log, { stream: this.#checkpointStream, type: 'SubscriptionCheckpoint', keep: 2 });
    this.parked = new ParkedStream(log, parkedStreamOf(key), definition.incarnation);
  }

  checkpoint(): number | undefined {
    return this.#checkpoints.last((value) => placeOf(String(value)));
  }

  /** Resolves once it is durable; fails with `NotWritten`. */
  saveCheckpoint(place: number): Promise<void> {
    return this.#checkpoints.write(placeText(this.definition.stream, place));
  }

  /** Where the group begins without a checkpoint; places are exclusive. */
  startPlace(): number {
    const { stream, settings, origin } = this.definition;
    const beforeAll = stream === ALL ? 0 : -1;
    switch (settings.startFrom) {
      case 'start':
        return beforeAll;
      case 'end':
        return Math.max(beforeAll, origin);
      default:
        return Math.max(beforeAll, settings.startFrom - 1);
    }
  }

  /** Fails with `NotWritten`; may be repeated. */
  async delete(): Promise<void> {
    await Promise.all([remove(this.log, this.#checkpointStream), this.parked.delete()]);
  }
}

/** Tells whether a write was done; anything but `NotWritten` is a fault of ours and goes on. */
export const wasWritten = (write: Promise<void>): Promise<boolean> =>
  write.then(
    () => true,
    (fault: unknown) => {
      if (fault instanceof NotWritten) return false;
      throw fault;
    },
  );

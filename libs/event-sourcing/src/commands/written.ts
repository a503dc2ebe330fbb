import type { StoredEvent } from '../store/event-store.port.js';

/**
 * What a command wrote. As an HTTP body it is `{ ...result, position, revision }`; service-kit also sends `Guildhall-Position`,
 * `ETag` and, for a repeat, `Idempotent-Replayed: true`. The same command id always gives an equal body.
 */
export class Written<T extends object = object> {
  constructor(
    /** `<service>:<position>` of the last event, opaque for clients. */
    readonly position: string,
    readonly revision: bigint,
    /** The events of this command (of the first time, for a repeat); empty where nothing changed. */
    readonly events: readonly StoredEvent[],
    readonly replayed: 'first' | 'replayed',
    readonly result: T,
  ) {}

  /** The same, with these fields in the body. They must be a function of the command or of `events` only. */
  with<R extends object>(result: R): Written<R> {
    return new Written(this.position, this.revision, this.events, this.replayed, result);
  }

  toJSON(): object {
    return { ...this.result, position: this.position, revision: this.revision.toString() };
  }
}

import type grpc from '@grpc/grpc-js';
import type streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { WakeUps } from '../log/wake-ups.js';

/** An answer, or its bytes where it carries an event (`event-encoder.ts`). */
export type ReadAnswer = streamsPb.ReadResp | Buffer;
export type ReadCall = grpc.ServerWritableStream<streamsPb.ReadReq, ReadAnswer>;

/** The writing side of a read: it waits while the client does not take more, and knows when the client has gone. */
export class Outlet {
  #closed = false;
  #paused = false;
  #release: (() => void) | undefined;

  constructor(readonly call: ReadCall) {
    const close = (): void => {
      this.#closed = true;
      this.#release?.();
    };
    call.on('cancelled', close).on('close', close).on('error', close);
  }

  get closed(): boolean {
    return this.#closed || this.call.cancelled;
  }

  /** Whether a write had to wait since the last time this was asked. */
  takePaused(): boolean {
    const paused = this.#paused;
    this.#paused = false;
    return paused;
  }

  /** Sends one message; the promise, where there is one, resolves when the next may follow. */
  send(message: ReadAnswer): Promise<void> | undefined {
    if (this.closed || this.call.write(message)) return undefined;
    this.#paused = true;
    return this.#until((release) => {
      this.call.once('drain', release);
      return () => void this.call.off('drain', release);
    });
  }

  /** Resolves at the next commit that touches the stream (undefined: any commit), or when the client has gone. */
  sleep(wakeUps: WakeUps, stream: string | undefined): Promise<void> {
    return this.#until((release) => wakeUps.next(stream, release));
  }

  async #until(begin: (release: () => void) => () => void): Promise<void> {
    if (this.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const withdraw = begin(resolve);
    this.#release = resolve;
    await promise;
    this.#release = undefined;
    withdraw();
  }
}

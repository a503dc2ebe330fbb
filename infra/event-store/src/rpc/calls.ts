import { closing, toRpcError } from './errors.js';

type Failing = { emit(event: 'error', fault: Error): boolean };

/** The calls that stay open until somebody ends them: subscriptions and batch appends. */
export class OpenCalls {
  readonly #open = new Set<() => void>();
  #closing = false;

  get closing(): boolean {
    return this.#closing;
  }

  /** Registers a call with the way it is failed at shutdown; answers how to take it off the list. */
  add(fail: () => void): () => void {
    this.#open.add(fail);
    return () => void this.#open.delete(fail);
  }

  /** From now on new work is refused; what is open goes on until `failAll`. */
  close(): void {
    this.#closing = true;
  }

  /** Fails every open call with UNAVAILABLE, never with a bare end: the client would wait for ever. */
  failAll(): void {
    for (const fail of [...this.#open]) fail();
    this.#open.clear();
  }
}

/** Ends a streaming call with an error's status and trailers. */
export function fail(call: Failing, fault: unknown): void {
  call.emit('error', toRpcError(fault));
}

export const failClosing = (call: Failing): void => fail(call, closing());

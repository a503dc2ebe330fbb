import type grpc from '@grpc/grpc-js';
import { AccessDenied } from '../access/access.js';
import type { ProposedEvent } from '../log/record.js';
import { AppendSize } from './append-size.js';
import { answerOf, denied, invalid, tooLarge, type BatchAnswer } from './batch-answers.js';
import type { BatchChunk } from './batch-request.js';
import type { BatchTarget } from './batch-success.js';
import { fail, failClosing } from './calls.js';
import { badRequest, toRpcError } from './errors.js';
import type { StreamsServed } from './streams-served.js';

type BatchCall = grpc.ServerDuplexStream<BatchChunk, BatchAnswer>;

/** An append whose chunks are still coming in. `answered`: it failed already, its later chunks are ignored. */
type Incoming = {
  readonly target: BatchTarget;
  readonly deadline: number | undefined;
  readonly size: AppendSize;
  readonly events: ProposedEvent[];
  readonly timer: NodeJS.Timeout | undefined;
  answered: boolean;
};

/** Answers that may wait for a client before nothing more is read from it. */
const MAX_UNREAD_ANSWERS = 1_024;
/** Longest delay that a timer can hold, in milliseconds. */
const MAX_DELAY = 2_147_483_647;

/** Streams.BatchAppend: many appends over one stream, each with its own correlation id and answer. */
export const batchAppendHandler =
  (served: StreamsServed) =>
  (call: BatchCall): void => {
    if (served.calls.closing) return failClosing(call);
    void new BatchStream(served, call).serve();
  };

class BatchStream {
  readonly #incoming = new Map<string, Incoming>();
  /** Why an append to a stream is refused, undefined where it is granted. */
  #refusal: (stream: string) => string | undefined = () => undefined;
  #unanswered = 0;
  #ended = false;
  #held = false;

  constructor(
    private readonly served: StreamsServed,
    private readonly call: BatchCall,
  ) {}

  async serve(): Promise<void> {
    const forget = this.served.calls.add(() => failClosing(this.call));
    const release = (): void => {
      forget();
      for (const { timer } of this.#incoming.values()) clearTimeout(timer);
      this.#incoming.clear();
    };
    this.call.on('cancelled', release).on('close', release).on('error', release);
    this.#refusal = await this.#identified();
    this.call.on('data', (chunk: BatchChunk) => this.#take(chunk));
    this.call.on('end', () => {
      this.#ended = true;
      this.#endWhenAnswered();
    });
  }

  // Wrong credentials are told in band as well: a failed stream would fail the waiting appends of other clients.
  async #identified(): Promise<(stream: string) => string | undefined> {
    try {
      const user = await this.served.access.identify(this.call.metadata);
      return (stream) => refusalOf(() => this.served.access.authorize(user, { kind: 'stream', stream, right: 'write' }));
    } catch (fault) {
      return () => toRpcError(fault).details;
    }
  }

  #take(chunk: BatchChunk): void {
    // The stream is about to fail with UNAVAILABLE, which leaves the outcome open: nothing new is begun.
    if (this.served.calls.closing) return;
    const correlationId = this.#correlationOf(chunk);
    if (correlationId === undefined) return;
    const append = this.#incoming.get(correlationId) ?? this.#open(correlationId, chunk);
    this.#collect(append, chunk);
    if (!chunk.isFinal) return;
    this.#incoming.delete(correlationId);
    clearTimeout(append.timer);
    if (!append.answered) this.#execute(append);
  }

  // Without a correlation id there is nobody to answer in band: only this fails the stream.
  #correlationOf(chunk: BatchChunk): string | undefined {
    try {
      return chunk.correlationId();
    } catch (fault) {
      fail(this.call, fault);
      return undefined;
    }
  }

  #open(correlationId: string, chunk: BatchChunk): Incoming {
    try {
      return this.#begin(correlationId, chunk);
    } catch (fault) {
      const target: BatchTarget = { correlationId, stream: '', expectation: { expected: 'any', text: '' } };
      const append: Incoming = {
        target,
        deadline: undefined,
        size: new AppendSize(this.served.maxAppendSize),
        events: [],
        answered: false,
        timer: undefined,
      };
      this.#incoming.set(correlationId, append);
      this.#reject(append, invalid(target, toRpcError(fault).details));
      return append;
    }
  }

  #begin(correlationId: string, chunk: BatchChunk): Incoming {
    const options = chunk.options();
    if (!options) throw badRequest('The first chunk of an append carries its options.');
    const { stream, expectation, deadline } = options;
    const target = { correlationId, stream, expectation };
    const append: Incoming = {
      target,
      deadline,
      size: new AppendSize(this.served.maxAppendSize),
      events: [],
      answered: false,
      timer: chunk.isFinal || deadline === undefined ? undefined : this.#timer(deadline, () => this.#timeOut(append)),
    };
    this.#incoming.set(correlationId, append);
    const refusal = this.#refusal(target.stream);
    if (refusal !== undefined) this.#reject(append, denied(target, refusal));
    else if (deadline !== undefined && deadline <= Date.now()) this.#timeOut(append);
    return append;
  }

  #collect(append: Incoming, chunk: BatchChunk): void {
    for (const read of append.answered ? [] : chunk.events) {
      try {
        const event = read();
        append.events.push(event);
        if (append.size.add(event.data) === 'fits') continue;
        return this.#reject(append, tooLarge(append.target, this.served.maxAppendSize));
      } catch (fault) {
        return this.#reject(append, invalid(append.target, toRpcError(fault).details));
      }
    }
  }

  #execute({ target, events, deadline }: Incoming): void {
    this.#unanswered += 1;
    const {
      stream,
      expectation: { expected },
    } = target;
    const command = { kind: 'append', stream, expected, events, ...(deadline !== undefined && { deadline }) } as const;
    void this.served.log.execute(command).then((outcome) => {
      this.#unanswered -= 1;
      this.#answer(answerOf(target, outcome));
      this.#endWhenAnswered();
    });
  }

  #timer(deadline: number, act: () => void): NodeJS.Timeout {
    return setTimeout(act, Math.min(Math.max(0, deadline - Date.now()), MAX_DELAY)).unref();
  }

  #timeOut(append: Incoming): void {
    if (!append.answered) this.#reject(append, answerOf(append.target, { kind: 'timed-out' }));
  }

  #reject(append: Incoming, answer: BatchAnswer): void {
    append.answered = true;
    append.events.length = 0;
    this.#answer(answer);
  }

  // A client that does not read its answers is not read from either, until it has taken them all.
  #answer(answer: BatchAnswer): void {
    if (this.call.cancelled || this.call.destroyed || this.call.writableEnded) return;
    this.call.write(answer);
    if (this.#held || this.call.writableLength < MAX_UNREAD_ANSWERS) return;
    this.#held = true;
    this.call.pause();
    this.call.once('drain', () => {
      this.#held = false;
      this.call.resume();
    });
  }

  #endWhenAnswered(): void {
    if (this.#ended && this.#unanswered === 0 && !this.served.calls.closing) this.call.end();
  }
}

function refusalOf(authorize: () => void): string | undefined {
  try {
    authorize();
    return undefined;
  } catch (fault) {
    if (fault instanceof AccessDenied) return fault.message;
    throw fault;
  }
}

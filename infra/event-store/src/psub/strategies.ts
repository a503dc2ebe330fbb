import type { ResolvedEvent } from '../log/links.js';
import type { Candidate } from './candidate.js';
import { PinnedAssignments } from './pinned-assignments.js';
import type { Message } from './message.js';
import { correlationOf, sourceStreamOf } from './pinning.js';

/** The strategies of 23.10 by the names that settings carry. */
export const STRATEGY_NAMES = ['RoundRobin', 'DispatchToSingle', 'Pinned', 'PinnedByCorrelation'] as const;
export type StrategyName = (typeof STRATEGY_NAMES)[number];

/** Who gets a message. Pure: what it knows, it was told. */
export interface Strategy {
  added(consumer: Candidate): void;
  removed(consumer: Candidate): void;
  /** The consumer that gets the message; `busy` where it has to wait for one of them, `full` where nobody takes anything. */
  choose(message: Message): Candidate | 'busy' | 'full';
  delivered(message: Message, consumer: Candidate): void;
  /** The message is with nobody any more. */
  returned(message: Message): void;
}

export function strategyOf(name: StrategyName): Strategy {
  switch (name) {
    case 'RoundRobin':
      return new RoundRobin();
    case 'DispatchToSingle':
      return new DispatchToSingle();
    case 'Pinned':
      return new Pinned(sourceStreamOf);
    case 'PinnedByCorrelation':
      return new Pinned(correlationOf);
  }
}

/** One after another, leaving out those without room. */
class RoundRobin implements Strategy {
  #ring: Candidate[] = [];

  added(consumer: Candidate): void {
    this.#ring.push(consumer);
  }

  removed(consumer: Candidate): void {
    this.#ring = this.#ring.filter((other) => other !== consumer);
  }

  choose(): Candidate | 'full' {
    return this.#ring.find(({ room }) => room > 0) ?? 'full';
  }

  // Those passed over keep their place in front: their turn has not been used.
  delivered(_message: Message, consumer: Candidate): void {
    this.#ring.splice(this.#ring.indexOf(consumer), 1);
    this.#ring.push(consumer);
  }

  returned(): void {
    return;
  }
}

/** Everything to the consumer that came first; the next one helps out while it has no room. */
class DispatchToSingle implements Strategy {
  #line: Candidate[] = [];

  added(consumer: Candidate): void {
    this.#line.push(consumer);
  }

  removed(consumer: Candidate): void {
    this.#line = this.#line.filter((other) => other !== consumer);
  }

  choose(): Candidate | 'full' {
    return this.#line.find(({ room }) => room > 0) ?? 'full';
  }

  delivered(): void {
    return;
  }

  returned(): void {
    return;
  }
}

/** Messages of one key to one consumer, as long as it is there: best effort, as the original says. */
class Pinned implements Strategy {
  readonly #assignments = new PinnedAssignments();
  readonly #keyOf: (event: ResolvedEvent) => string;
  readonly #buckets = new WeakMap<Message, number>();

  constructor(keyOf: (event: ResolvedEvent) => string) {
    this.#keyOf = keyOf;
  }

  added(consumer: Candidate): void {
    this.#assignments.added(consumer);
  }

  removed(consumer: Candidate): void {
    this.#assignments.removed(consumer);
  }

  choose(message: Message): Candidate | 'busy' | 'full' {
    if (!this.#assignments.hasRoom()) return 'full';
    const consumer = this.#assignments.consumerOf(this.#bucketOf(message));
    if (!consumer) return 'full';
    return consumer.room > 0 ? consumer : 'busy';
  }

  delivered(message: Message): void {
    this.#assignments.delivered(this.#bucketOf(message));
  }

  returned(message: Message): void {
    this.#assignments.returned(this.#bucketOf(message));
  }

  #bucketOf(message: Message): number {
    const known = this.#buckets.get(message);
    if (known !== undefined) return known;
    const bucket = this.#assignments.bucketOf(this.#keyOf(message.event));
    this.#buckets.set(message, bucket);
    return bucket;
  }
}

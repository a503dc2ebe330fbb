import type { StoredEvent } from '../log/record.js';
import type { ResolvedEvent } from '../log/links.js';
import { InFlight, type Flight } from './in-flight.js';
import { GroupConsumer } from './group-consumer.js';
import { messageOf, type Message, type NackAction, type Waiting } from './message.js';
import { Progress, type DueCheckpoint } from './progress.js';
import type { GroupRules } from './settings.js';
import { strategyOf, type Strategy } from './strategies.js';
import { WaitingList, type Verdict } from './waiting-list.js';

/** What a group orders to be done. None of these may call the group back before it has returned, but for `pause`. */
export type GroupOutputs = Readonly<{
  deliver: (consumer: number, message: Message, retries: number) => void;
  /** To be answered with `parked` or `notParked`. */
  park: (message: Message, reason: string) => void;
  /** A replayed message needs no place among the parked ones any more. */
  replayed: (revision: number) => void;
  /** A consumer had a message for so many milliseconds and has it no more. */
  handled: (consumer: number, elapsed: number) => void;
}>;

/** Messages on their way to the parked stream; beyond this many nothing more is delivered until they have arrived. */
const MAX_PARKING = 1_000;

export type PulledEvent = Readonly<{ source: StoredEvent; event: ResolvedEvent; position: number }>;

/**
 * A persistent-subscription group: who has which message, what is to be sent again, what is handled. It does no I/O and knows
 * the time (milliseconds, from any fixed point) only as it is told. Every message is delivered at least once, to one consumer
 * at a time, and is handled once it is acknowledged, skipped, or durably parked.
 */
export class Group {
  readonly progress: Progress;
  readonly #rules: GroupRules;
  readonly #outputs: GroupOutputs;
  readonly #strategy: Strategy;
  readonly #consumers = new Map<number, GroupConsumer>();
  readonly #fresh = new WaitingList();
  readonly #again = new WaitingList();
  readonly #inFlight = new InFlight<GroupConsumer>();
  readonly #parking = new Map<Message, Waiting>();
  #live = false;

  constructor(rules: GroupRules, progress: Progress, outputs: GroupOutputs) {
    this.#rules = rules;
    this.progress = progress;
    this.#outputs = outputs;
    this.#strategy = strategyOf(rules.strategy);
  }

  get counts(): Readonly<{ waiting: number; retrying: number; inFlight: number; parking: number; consumers: number }> {
    return {
      waiting: this.#fresh.length,
      retrying: this.#again.length,
      inFlight: this.#inFlight.size,
      parking: this.#parking.size,
      consumers: this.#consumers.size,
    };
  }

  /** Whether the group has seen the end of its source and did not have to leave anything there since. */
  get live(): boolean {
    return this.#live;
  }

  /** Events that the group takes from its source now; a whole batch or none, so that reading stays cheap. */
  wanted(): number {
    const limit = Math.max(1, this.#live ? this.#rules.liveBufferSize : this.#rules.historyBufferSize);
    const batch = Math.min(limit, Math.max(1, this.#rules.readBatchSize));
    return limit - this.#fresh.length >= batch ? batch : 0;
  }

  /** Takes what the source has up to `examined`, included; `skipped` events nobody wants count as handled. */
  take(events: readonly PulledEvent[], examined: number, skipped: number, now: number): void {
    for (const { event, position } of events) {
      const sequence = this.progress.add(position);
      this.#fresh.push({ message: messageOf(event, { kind: 'source', position, sequence }), retries: 0 });
    }
    this.progress.skipTo(examined, skipped);
    this.#dispatch(now);
  }

  /** The place where the source stands: at its end for now, or with more behind. */
  reached(place: 'end' | 'more'): void {
    this.#live = place === 'end';
  }

  /** Takes parked messages to be delivered once more, ahead of new ones. */
  replay(messages: readonly Message[], now: number): void {
    for (const message of messages) this.#again.insert({ message, retries: 0 });
    this.#dispatch(now);
  }

  /** Answers false where the group has its limit of consumers. `size` is how many messages it takes without an answer. */
  join(id: number, size: number, now: number): boolean {
    const { maxSubscriberCount } = this.#rules;
    if (maxSubscriberCount > 0 && this.#consumers.size >= maxSubscriberCount) return false;
    const consumer = new GroupConsumer(id, size);
    this.#consumers.set(id, consumer);
    this.#strategy.added(consumer);
    this.#dispatch(now);
    return true;
  }

  /** What the consumer had counts as a failed delivery, as with 23.10. */
  leave(id: number, now: number): void {
    const consumer = this.#consumers.get(id);
    if (!consumer) return;
    this.#consumers.delete(id);
    this.#strategy.removed(consumer);
    for (const flight of this.#inFlight.takeOf(consumer)) this.#failed(this.#landed(flight, now));
    this.#dispatch(now);
  }

  /** The consumer's connection takes nothing for now. */
  pause(id: number): void {
    this.#consumers.get(id)?.pause();
  }

  resume(id: number, now: number): void {
    this.#consumers.get(id)?.resume();
    this.#dispatch(now);
  }

  /** Ids that are with nobody are left alone: a late answer, or one given twice. */
  ack(ids: readonly string[], now: number): void {
    for (const id of ids) {
      const flight = this.#inFlight.take(id);
      if (flight) this.#settle(this.#landed(flight, now).message);
    }
    this.#dispatch(now);
  }

  nack(ids: readonly string[], action: NackAction, reason: string, now: number): void {
    for (const id of ids) {
      const flight = this.#inFlight.take(id);
      if (flight) this.#refused(this.#landed(flight, now), action, reason);
    }
    this.#dispatch(now);
  }

  /** Takes back what consumers had for too long. */
  expire(now: number): void {
    const { messageTimeoutMs } = this.#rules;
    if (messageTimeoutMs === 0) return;
    const late = this.#inFlight.takeSentBy(now - messageTimeoutMs);
    for (const flight of late) this.#failed(this.#landed(flight, now));
    if (late.length > 0) this.#dispatch(now);
  }

  /** Milliseconds at which the next message becomes late. */
  expiresAt(): number | undefined {
    const oldest = this.#inFlight.oldest();
    return oldest === undefined || this.#rules.messageTimeoutMs === 0 ? undefined : oldest + this.#rules.messageTimeoutMs;
  }

  parked(message: Message, now: number): void {
    if (this.#parking.delete(message)) this.#settle(message);
    this.#dispatch(now);
  }

  /** The log refused it: it is delivered again rather than lost. */
  notParked(message: Message, now: number): void {
    const waiting = this.#parking.get(message);
    this.#parking.delete(message);
    if (waiting) this.#again.insert(waiting);
    this.#dispatch(now);
  }

  /** The checkpoint to write now; `progress` is told what became of it. */
  checkpointDue(now: number): DueCheckpoint | undefined {
    return this.progress.take(now);
  }

  roomOf(id: number): Readonly<{ room: number; inFlight: number }> {
    const consumer = this.#consumers.get(id);
    return { room: consumer?.slots ?? 0, inFlight: consumer?.inFlight ?? 0 };
  }

  #refused(waiting: Waiting, action: NackAction, reason: string): void {
    switch (action) {
      case 'park':
        return this.#park(waiting, reason);
      case 'retry':
      case 'unknown':
        return this.#failed(waiting);
      case 'skip':
      case 'stop': // 23.10 only takes the message away
        return this.#settle(waiting.message);
    }
  }

  #failed(waiting: Waiting): void {
    const { maxRetryCount } = this.#rules;
    if (waiting.retries >= maxRetryCount) return this.#park(waiting, `Reached retry count of ${maxRetryCount}`);
    this.#again.insert({ message: waiting.message, retries: waiting.retries + 1 });
  }

  #park(waiting: Waiting, reason: string): void {
    this.#parking.set(waiting.message, waiting);
    this.#outputs.park(waiting.message, reason);
  }

  #settle({ origin }: Message): void {
    switch (origin.kind) {
      case 'source':
        return this.progress.settle(origin.sequence);
      case 'parked':
        return this.#outputs.replayed(origin.revision);
    }
  }

  #landed({ message, retries, consumer, sentAt }: Flight<GroupConsumer>, now: number): Waiting {
    consumer.landed();
    this.#strategy.returned(message);
    this.#outputs.handled(consumer.id, now - sentAt);
    return { message, retries };
  }

  #dispatch(now: number): void {
    const offer = (waiting: Waiting): Verdict => this.#offer(waiting, now);
    if (this.#again.offer(offer) === 'end') this.#fresh.offer(offer);
  }

  #offer({ message, retries }: Waiting, now: number): Verdict {
    if (this.#parking.size >= MAX_PARKING) return 'stop';
    // Answers name ids only: two messages of one id, from two streams, cannot be out at the same time.
    if (this.#inFlight.has(message)) return 'skipped';
    const choice = this.#strategy.choose(message);
    if (choice === 'full') return 'stop';
    const consumer = choice === 'busy' ? undefined : this.#consumers.get(choice.id);
    if (!consumer) return 'skipped';
    consumer.delivered();
    this.#strategy.delivered(message, consumer);
    this.#inFlight.add({ message, retries, consumer, sentAt: now });
    this.#outputs.deliver(consumer.id, message, retries);
    return 'taken';
  }
}

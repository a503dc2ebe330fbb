import { Group, type PulledEvent } from './group.js';
import type { Message, NackAction } from './message.js';
import { Progress, type DueCheckpoint } from './progress.js';
import type { GroupRules } from './settings.js';

type Fate = {
  state: 'waiting' | 'out' | 'parking' | 'handled';
  failures: number;
  consumer: number;
  sentAt: number;
  deliveries: number;
};

/**
 * A group next to the simplest account of what may happen to each message: it waits, one consumer has it, it is being parked, or
 * it is handled. Everything the group orders is held against that account at once.
 */
export class ModelledGroup {
  readonly group: Group;
  readonly fates: Fate[] = [];
  readonly consumers = new Map<number, { size: number; paused: boolean }>();
  readonly parking: Message[] = [];
  now = 0;
  #due: DueCheckpoint | undefined;
  #stored = -1;
  /** Set while the group may park: what is told to it then says why. */
  #parks: 'as told' | 'after failures' = 'as told';
  #parkedDurably = new Set<number>();

  constructor(private readonly rules: GroupRules) {
    this.group = new Group(rules, new Progress(rules, -1, undefined, 0), {
      deliver: (consumer, message, retries) => this.#delivered(consumer, message, retries),
      park: (message, reason) => this.#parked(message, reason),
      replayed: () => fail('nothing is replayed here'),
      handled: (_consumer, elapsed) => check(elapsed >= 0, 'time runs forwards'),
    });
  }

  /** Every fifth event has the id of the one before, as two streams may. */
  give(count: number): void {
    const from = this.fates.length;
    const events = Array.from({ length: count }, (_, n) => eventAt(from + n));
    for (let n = 0; n < count; n += 1) {
      this.fates.push({ state: 'waiting', failures: 0, consumer: 0, sentAt: 0, deliveries: 0 });
    }
    this.group.take(events, from + count - 1, 0, this.now);
  }

  join(id: number, size: number): void {
    const limit = this.rules.maxSubscriberCount;
    const full = limit > 0 && this.consumers.size >= limit;
    if (!full) this.consumers.set(id, { size, paused: false });
    check(this.group.join(id, size, this.now) === !full, 'only the limit keeps a consumer out');
  }

  leave(id: number): void {
    this.consumers.delete(id);
    this.#fail((fate) => fate.consumer === id);
    this.group.leave(id, this.now);
  }

  pause(id: number): void {
    const consumer = this.consumers.get(id);
    if (consumer) consumer.paused = true;
    this.group.pause(id);
  }

  resume(id: number): void {
    const consumer = this.consumers.get(id);
    if (consumer) consumer.paused = false;
    this.group.resume(id, this.now);
  }

  answer(id: string, answer: 'ack' | NackAction): void {
    const fate = this.fates.find((other, position) => other.state === 'out' && idAt(position) === id);
    if (answer === 'retry' || answer === 'unknown') this.#fail((other) => other === fate);
    else if (fate) fate.state = answer === 'park' ? 'parking' : 'handled';
    this.#parks = answer === 'park' ? 'as told' : 'after failures';
    if (answer === 'ack') this.group.ack([id], this.now);
    else this.group.nack([id], answer, 'as told', this.now);
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
    const { messageTimeoutMs } = this.rules;
    this.#fail(({ sentAt }) => messageTimeoutMs > 0 && sentAt + messageTimeoutMs <= this.now);
    this.group.expire(this.now);
  }

  settleParking(written: boolean): void {
    const message = this.parking.shift();
    if (!message) return;
    const position = positionOf(message);
    const fate = this.fates[position];
    if (fate) fate.state = written ? 'handled' : 'waiting';
    if (!written) return this.group.notParked(message, this.now);
    check(!this.#parkedDurably.has(position), 'a message is parked once');
    this.#parkedDurably.add(position);
    this.group.parked(message, this.now);
  }

  checkpoint(written: boolean): void {
    this.#due ??= this.group.checkpointDue(this.now);
    if (!this.#due) return;
    const { place } = this.#due;
    check(place > this.#stored, 'checkpoints only go forwards');
    check(
      this.fates.slice(0, place + 1).every(({ state }) => state === 'handled'),
      'a checkpoint passes nothing that is not handled',
    );
    if (written) this.group.progress.written(this.#due);
    else this.group.progress.failed(this.now);
    if (written) this.#stored = place;
    this.#due = undefined;
  }

  /** What has to hold between any two inputs. */
  verify(): void {
    const count = (state: Fate['state']): number => this.fates.filter((fate) => fate.state === state).length;
    const { waiting, retrying, inFlight, parking } = this.group.counts;
    check(waiting + retrying === count('waiting'), 'what waits is in a buffer, once');
    check(inFlight === count('out') && parking === count('parking'), 'the counts are those of the account');
    const lowest = this.fates.findIndex(({ state }) => state !== 'handled');
    check(
      this.group.progress.place === (lowest < 0 ? this.fates.length : lowest) - 1,
      'progress lies below the lowest open message',
    );
  }

  out(): string[] {
    return this.fates.flatMap(({ state }, position) => (state === 'out' ? [idAt(position)] : []));
  }

  #delivered(id: number, message: Message, retries: number): void {
    const position = positionOf(message);
    const fate = this.fates[position];
    const consumer = this.consumers.get(id);
    if (!fate || !consumer) return fail('only known messages go to connected consumers');
    check(fate.state === 'waiting', `message ${position} goes to one consumer at a time, and never once it is handled`);
    check(!consumer.paused, 'a consumer that is held up gets nothing');
    check(
      this.fates.filter((other) => other.state === 'out' && other.consumer === id).length < consumer.size,
      'buffers are kept',
    );
    check(!this.out().includes(message.id), 'an id is out once');
    check(retries === fate.failures, 'retries are counted');
    const isFirst = fate.deliveries === 0;
    Object.assign(fate, { state: 'out', consumer: id, sentAt: this.now, deliveries: fate.deliveries + 1 });
    if (isFirst && !this.rules.strategy.startsWith('Pinned')) check(!this.#retryWaits(), 'what is to be sent again goes first');
  }

  #retryWaits(): boolean {
    const out = this.out();
    return this.fates.some(
      ({ state, deliveries }, position) => state === 'waiting' && deliveries > 0 && !out.includes(idAt(position)),
    );
  }

  #parked(message: Message, reason: string): void {
    const fate = this.fates[positionOf(message)];
    if (!fate) return fail('only known messages are parked');
    check(fate.state === 'parking', 'only what failed too often, or is told to be, is parked');
    const tooOften = `Reached retry count of ${this.rules.maxRetryCount}`;
    check(this.#parks === 'as told' ? reason === 'as told' || reason === tooOften : reason === tooOften, 'the reason is told');
    this.parking.push(message);
  }

  #fail(which: (fate: Fate) => boolean): void {
    this.#parks = 'after failures';
    for (const fate of this.fates) {
      if (fate.state !== 'out' || !which(fate)) continue;
      if (fate.failures >= this.rules.maxRetryCount) fate.state = 'parking';
      else Object.assign(fate, { state: 'waiting', failures: fate.failures + 1 });
    }
  }
}

const idAt = (position: number): string => `e${position % 5 === 4 ? position - 1 : position}`;
const positionOf = ({ origin }: Message): number => (origin.kind === 'source' ? origin.position : -1);

function eventAt(position: number): PulledEvent {
  const source = {
    id: idAt(position),
    type: 'Noted',
    isJson: true,
    data: new Uint8Array(),
    metadata: new Uint8Array(),
    position,
    stream: `s-${position % 3}`,
    revision: position,
    created: 0,
  };
  return { source, event: { event: source }, position };
}

function check(holds: boolean, what: string): void {
  if (!holds) fail(what);
}

function fail(what: string): never {
  throw new Error(`Broken: ${what}.`);
}

import { deriveId, isDomainError, type Decider } from '@guildhall/kernel';
import { escrowDecider } from '../escrow/escrow.decider.js';
import { fundingDecider } from '../funding/funding.decider.js';
import { numbersDecider } from '../numbers/numbers.decider.js';
import type { Posting } from '../ledger/postings.js';
import { walletDecider } from '../wallet/wallet.decider.js';
import { legsOf, type AnyCommand, type AnyEvent, type DataOf, type Order, type Surroundings } from './legs.factory.js';

/** An event as it stands in the log of this world: the fields of a stored event that a checker of the ledger reads. */
export type Recorded = Readonly<{
  stream: string;
  type: string;
  data: AnyEvent['data'];
  revision: bigint;
  position: bigint;
  recordedAt: string;
  metadata: Readonly<{ commandId: string; occurredAt: string }>;
}>;

type AnyDecider = Decider<AnyCommand, AnyEvent, unknown>;
const deciders: Readonly<Record<string, AnyDecider>> = {
  escrow: escrowDecider as unknown as AnyDecider,
  wallet: walletDecider as unknown as AnyDecider,
  funding: fundingDecider as unknown as AnyDecider,
  numbers: numbersDecider as unknown as AnyDecider,
};
const deciderOf = (stream: string): AnyDecider => {
  const aggregate = stream.slice('payments.'.length, stream.indexOf('-'));
  const decider = deciders[aggregate];
  if (!decider) throw new Error(`No decider of ${stream}`);
  return decider;
};
const keyOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);

type Waiting = Order & Readonly<{ commandId: string }>;

/**
 * The aggregates of payments in memory with one log, and the legs between them as orders that wait to be delivered: in any order,
 * late, more than once.
 */
export class MoneyWorld {
  readonly log: Recorded[] = [];
  readonly inbox: Waiting[] = [];
  private readonly states = new Map<string, { state: unknown; revision: bigint }>();
  private readonly balances = new Map<string, bigint>();
  private readonly byType = new Map<string, AnyEvent['data'][]>();

  constructor(public now = '2026-03-02T09:00:00.000Z') {}

  /** Takes one command now; answers its events, or the code of the refusal. */
  send(
    stream: string,
    command: AnyCommand,
    commandId = deriveId(stream, command.type, String(this.log.length)),
  ): readonly AnyEvent[] | string {
    const decider = deciderOf(stream);
    const { state, revision } = this.states.get(stream) ?? { state: decider.initialState(), revision: -1n };
    try {
      const events = decider.decide(command, state);
      this.append(stream, revision, commandId, events);
      this.states.set(stream, {
        state: events.reduce((folded, event) => decider.evolve(folded, event), state),
        revision: revision + BigInt(events.length),
      });
      events.forEach((event, index) => this.order(legsOf(event, this.around(stream)), `${commandId}/${index}`));
      return events;
    } catch (error) {
      if (!isDomainError(error)) throw error;
      return error.code;
    }
  }

  /** Delivers the order at a place of the inbox; `again`: it stays there and comes once more. */
  deliver(place: number, again: 'once' | 'again' = 'once'): void {
    const order = this.inbox[place % this.inbox.length];
    if (!order) return;
    if (again === 'once') this.inbox.splice(this.inbox.indexOf(order), 1);
    this.send(order.stream, order.command, order.commandId);
  }

  /** Delivers everything that waits, first come first served. */
  settle(): this {
    while (this.inbox.length > 0) this.deliver(0);
    return this;
  }

  /** All data of one type of event, in the order of the log. */
  all<T extends AnyEvent['type']>(type: T): readonly DataOf<T>[] {
    return (this.byType.get(type) ?? []) as unknown as readonly DataOf<T>[];
  }

  /** The last event of a type; throws when there is none. */
  last<T extends AnyEvent['type']>(type: T): DataOf<T> {
    const data = this.all(type).at(-1);
    if (!data) throw new Error(`No ${type} in the log`);
    return data;
  }

  /** Balance of an account in minor units, credits positive, over all currencies posted there. */
  balance(account: string): bigint {
    return this.balances.get(account) ?? 0n;
  }

  private around(stream: string): Surroundings {
    return { key: keyOf(stream), at: this.now, find: (type, matching) => this.all(type).find(matching) };
  }

  private append(stream: string, revision: bigint, commandId: string, events: readonly AnyEvent[]): void {
    events.forEach(({ type, data }, index) => {
      const place = { stream, revision: revision + 1n + BigInt(index), position: BigInt(this.log.length) };
      this.log.push({ ...place, type, data, recordedAt: this.now, metadata: { commandId, occurredAt: this.now } });
      if ('postings' in data) for (const posting of data.postings) this.post(posting);
      const known = this.byType.get(type);
      if (known) known.push(data);
      else this.byType.set(type, [data]);
    });
  }

  private post({ account, direction, amount }: Posting): void {
    const minor = direction === 'credit' ? BigInt(amount) : -BigInt(amount);
    this.balances.set(account, this.balance(account) + minor);
  }

  private order(orders: readonly Order[], cause: string): void {
    orders.forEach((order, index) => this.inbox.push({ ...order, commandId: deriveId(cause, String(index)) }));
  }
}

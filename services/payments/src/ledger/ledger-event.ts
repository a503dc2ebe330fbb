import type { Instant } from '@guildhall/kernel';

/** What the checker reads of a stored event of payments; a store's event fits as it is. */
export type LedgerEvent = Readonly<{
  stream: string;
  type: string;
  data: object;
  revision: bigint;
  position: bigint;
  /** Wall time of the store, UTC. */
  recordedAt: Instant;
  /** `occurredAt`: business time, UTC. */
  metadata: Readonly<{ commandId: string; occurredAt: Instant }>;
}>;

/** Data that does not have the shape its type promises. */
export class Unreadable extends Error {}

export type Amount = Readonly<{ minor: bigint; currency: string }>;
const INTEGER = /^-?(0|[1-9][0-9]*)$/;

/** Reads fields of stored data that nobody vouches for: each read says what it expects, or raises `Unreadable`. */
export class Fields {
  private readonly data: Readonly<Record<string, unknown>>;
  constructor(data: unknown) {
    if (typeof data !== 'object' || data === null) throw new Unreadable('not an object');
    this.data = data as Readonly<Record<string, unknown>>;
  }

  text(name: string): string {
    const value = this.data[name];
    if (typeof value !== 'string') throw new Unreadable(`${name} is not a text`);
    return value;
  }

  number(name: string): number {
    const value = this.data[name];
    if (typeof value !== 'number') throw new Unreadable(`${name} is not a number`);
    return value;
  }

  amount(name: string): Amount {
    const value = new Fields(this.data[name]);
    return { minor: value.integer('amount'), currency: value.text('currency') };
  }

  /** Minor units of an amount. */
  minor(name: string): bigint {
    return this.amount(name).minor;
  }

  integer(name: string): bigint {
    const value = this.text(name);
    if (!INTEGER.test(value)) throw new Unreadable(`${name} is not an integer of minor units`);
    return BigInt(value);
  }

  part(name: string): Fields {
    return new Fields(this.data[name]);
  }

  list(name: string): readonly Fields[] {
    const value = this.data[name];
    if (!Array.isArray(value)) throw new Unreadable(`${name} is not a list`);
    return value.map((item) => new Fields(item));
  }

  has(name: string): boolean {
    return this.data[name] !== undefined && this.data[name] !== null;
  }
}

export type Posted = Readonly<{ account: string; direction: 'debit' | 'credit'; minor: bigint; currency: string }>;

/** The postings of an event; none where it has none. */
export const postingsOf = (fields: Fields): readonly Posted[] => {
  if (!fields.has('postings')) return [];
  return fields.list('postings').map((posting) => {
    const direction = posting.text('direction');
    const minor = posting.integer('amount');
    if (direction !== 'debit' && direction !== 'credit')
      throw new Unreadable(`a posting is neither debit nor credit: ${direction}`);
    if (minor <= 0n) throw new Unreadable(`a posting of ${minor}`);
    return { account: posting.text('account'), direction, minor, currency: posting.text('currency') };
  });
};

/** Aggregate and key of a stream: `payments.escrow-<contractId>` is `escrow` and the contract's id. */
export const placeOf = (stream: string): Readonly<{ aggregate: string; key: string }> => {
  const dash = stream.indexOf('-');
  const category = dash < 0 ? stream : stream.slice(0, dash);
  return { aggregate: category.slice(category.indexOf('.') + 1), key: dash < 0 ? '' : stream.slice(dash + 1) };
};

export const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

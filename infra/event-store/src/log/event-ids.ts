import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Place } from './expected.js';
import { uuidFromHex, uuidToBytes } from './uuid.js';

/** Newest ids kept in memory before they sink into their table: 32,768 take about 8 MB, and a start reads at most twice as many. */
export const RECENT_IDS = 32_768;
/** Ids sink in lots of at least so many a commit, and of twice what it brings: an appended event never waits for all of them. */
const LEAST_LOT = 64;

/** Ids on their way into the table, neighbours together. `next`: the first not yet in it; `until`: the highest position among them. */
type Sinking = {
  readonly positions: readonly number[];
  readonly of: ReadonlyMap<string, number[]>;
  readonly until: number;
  next: number;
};

/**
 * Where an event's id was stored, exact for all that is in the log. Ids come in no order: put into an index one by one each would
 * write a page of its own. So the newest are kept in memory, and sink into the table `ids` by many, sorted, a few a commit;
 * `ids_end` holds the position up to which all are in it, and a start reads what lies behind that. Positions alone are kept: the
 * event found there says its stream and revision, or is gone because a scavenge removed it.
 */
export class EventIds {
  readonly #limit: number;
  readonly #stored: StatementSync;
  readonly #event: StatementSync;
  readonly #sink: StatementSync;
  readonly #setEnd: StatementSync;
  #recent = new Map<string, number[]>();
  #last = 0;
  #sinking: Sinking | undefined;
  /** What the transaction that runs has added and sunk. */
  #added: string[] = [];
  #sunk = 0;

  constructor(database: DatabaseSync, limit = RECENT_IDS) {
    this.#limit = limit;
    this.#stored = database.prepare('SELECT pos FROM ids WHERE event_id = ?');
    this.#event = database.prepare('SELECT stream_id, rev FROM events WHERE pos = ?');
    this.#sink = database.prepare('INSERT OR IGNORE INTO ids SELECT event_id, pos FROM events WHERE pos = ?');
    this.#setEnd = database.prepare('UPDATE ids_end SET pos = ?');
    this.#load(database);
  }

  /** Latest place of this id in the stream. */
  find(streamId: number, eventId: string): Place | undefined {
    const stored = this.#stored.all(uuidToBytes(eventId)).map(({ pos }) => Number(pos));
    const positions = [...stored, ...(this.#sinking?.of.get(eventId) ?? []), ...(this.#recent.get(eventId) ?? [])];
    let latest: Place | undefined;
    for (const position of positions) {
      const row = this.#event.get(position);
      if (!row || Number(row['stream_id']) !== streamId) continue;
      const revision = Number(row['rev']);
      if (!latest || revision > latest.revision) latest = { revision, position };
    }
    return latest;
  }

  /** Notes an event that the running transaction has stored. */
  add(eventId: string, position: number): void {
    this.#note(eventId, position);
    this.#added.push(eventId);
  }

  /** The transaction's last step: the next ids on their way sink with it. */
  sink(): void {
    const sinking = this.#sinking;
    if (!sinking || this.#added.length === 0) return;
    const end = Math.min(sinking.positions.length, sinking.next + Math.max(LEAST_LOT, 2 * this.#added.length));
    for (const position of sinking.positions.slice(sinking.next, end)) this.#sink.run(position);
    if (end === sinking.positions.length) this.#setEnd.run(sinking.until);
    this.#sunk = end - sinking.next;
    sinking.next = end;
  }

  /** The transaction is durable. */
  committed(): void {
    this.#added = [];
    this.#sunk = 0;
    if (this.#sinking && this.#sinking.next === this.#sinking.positions.length) this.#sinking = undefined;
    if (!this.#sinking && this.#recent.size >= this.#limit) this.#beginToSink();
  }

  /** Nothing of the transaction was stored. */
  rolledBack(): void {
    for (const eventId of this.#added) {
      const positions = this.#recent.get(eventId);
      positions?.pop();
      if (positions?.length === 0) this.#recent.delete(eventId);
    }
    if (this.#sinking) this.#sinking.next -= this.#sunk;
    this.#added = [];
    this.#sunk = 0;
  }

  #note(eventId: string, position: number): void {
    const known = this.#recent.get(eventId);
    if (known) known.push(position);
    else this.#recent.set(eventId, [position]);
    this.#last = position;
  }

  // By their first byte: near enough for pages of the table, without comparing them all.
  #beginToSink(): void {
    const lots: number[][] = Array.from({ length: 256 }, () => []);
    for (const [eventId, positions] of this.#recent) lots[Number.parseInt(eventId.slice(0, 2), 16)]?.push(...positions);
    this.#sinking = { positions: lots.flat(), of: this.#recent, until: this.#last, next: 0 };
    this.#recent = new Map();
  }

  #load(database: DatabaseSync): void {
    const rows = database.prepare(
      'SELECT lower(hex(event_id)), pos FROM events WHERE pos > (SELECT pos FROM ids_end) ORDER BY pos',
    );
    rows.setReturnArrays(true);
    for (const row of rows.iterate()) {
      const [hex, position] = row as unknown as readonly [string, number];
      this.#note(uuidFromHex(hex), position);
    }
    if (this.#recent.size >= this.#limit) this.#beginToSink();
  }
}

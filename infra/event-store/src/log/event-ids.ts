import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Place } from './expected.js';
import { RecentIds } from './recent-ids.js';
import { uuidFromBytes, uuidToBytes } from './uuid.js';

/** Newest ids kept in memory before they sink into their table; a start reads at most twice as many. */
export const RECENT_IDS = 32_768;
/** Ids sink in lots of at least so many a commit, and of twice what it brings: an appended event never waits for all of them. */
const LEAST_LOT = 64;

/** Ids on their way into the table, neighbours together. `next`: the first not yet in it; `until`: the highest position among them. */
type Sinking = { readonly ids: RecentIds; readonly positions: Float64Array; readonly until: number; next: number };

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
  #recent: RecentIds;
  #sinking: Sinking | undefined;
  /** How many the running transaction has added and sunk. */
  #added = 0;
  #sunk = 0;

  constructor(database: DatabaseSync, limit = RECENT_IDS) {
    this.#limit = limit;
    this.#recent = new RecentIds(limit);
    this.#stored = database.prepare('SELECT pos FROM ids WHERE event_id = ?');
    this.#event = database.prepare('SELECT rev FROM events WHERE pos = ? AND event_id = ? AND stream_id = ?');
    this.#sink = database.prepare('INSERT OR IGNORE INTO ids SELECT event_id, pos FROM events WHERE pos = ?');
    this.#setEnd = database.prepare('UPDATE ids_end SET pos = ?');
    this.#load(database);
  }

  /** Latest place of this id in the stream. */
  find(streamId: number, eventId: string): Place | undefined {
    const id = uuidToBytes(eventId);
    const positions = [
      ...this.#stored.all(id).map(({ pos }) => Number(pos)),
      ...(this.#sinking?.ids.candidates(eventId) ?? []),
      ...this.#recent.candidates(eventId),
    ];
    let latest: Place | undefined;
    for (const position of positions) {
      const row = this.#event.get(position, id, streamId);
      const revision = Number(row?.['rev'] ?? -1);
      if (revision > (latest?.revision ?? -1)) latest = { revision, position };
    }
    return latest;
  }

  /** Notes an event that the running transaction has stored. */
  add(eventId: string, position: number): void {
    this.#recent.add(eventId, position);
    this.#added += 1;
  }

  /** The transaction's last step: the next ids on their way sink with it. */
  sink(): void {
    const sinking = this.#sinking;
    if (!sinking || this.#added === 0) return;
    const end = Math.min(sinking.positions.length, sinking.next + Math.max(LEAST_LOT, 2 * this.#added));
    for (const position of sinking.positions.subarray(sinking.next, end)) this.#sink.run(position);
    if (end === sinking.positions.length) this.#setEnd.run(sinking.until);
    this.#sunk = end - sinking.next;
    sinking.next = end;
  }

  /** The transaction is durable. */
  committed(): void {
    this.#added = 0;
    this.#sunk = 0;
    if (this.#sinking && this.#sinking.next === this.#sinking.positions.length) this.#sinking = undefined;
    if (!this.#sinking && this.#recent.size >= this.#limit) this.#beginToSink();
  }

  /** Nothing of the transaction was stored. */
  rolledBack(): void {
    this.#recent.drop(this.#added);
    if (this.#sinking) this.#sinking.next -= this.#sunk;
    this.#added = 0;
    this.#sunk = 0;
  }

  #beginToSink(): void {
    const ids = this.#recent;
    this.#sinking = { ids, positions: ids.positionsByLead(), until: ids.last, next: 0 };
    this.#recent = new RecentIds(this.#limit);
  }

  #load(database: DatabaseSync): void {
    const rows = database.prepare('SELECT event_id, pos FROM events WHERE pos > (SELECT pos FROM ids_end) ORDER BY pos');
    rows.setReturnArrays(true);
    for (const row of rows.iterate()) {
      const [id, position] = row as unknown as readonly [Uint8Array, number];
      this.#recent.add(uuidFromBytes(id), position);
    }
    if (this.#recent.size >= this.#limit) this.#beginToSink();
  }
}

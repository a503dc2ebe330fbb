import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Movement } from '../domain/settlement.js';

/** What moved our balance at the provider, by UTC day of business time. */
export class Movements {
  private readonly insertOne: StatementSync;
  private readonly byDay: StatementSync;

  constructor(database: DatabaseSync) {
    this.insertOne = database.prepare('INSERT INTO movements (day, body) VALUES (?, ?)');
    this.byDay = database.prepare('SELECT body FROM movements WHERE day = ? ORDER BY seq');
  }

  insert(movement: Movement): void {
    this.insertOne.run(movement.at.slice(0, 10), JSON.stringify(movement));
  }

  ofDay(day: string): readonly Movement[] {
    return this.byDay.all(day).map((row) => JSON.parse(String(row.body)) as Movement);
  }
}

import { DatabaseSync } from 'node:sqlite';

// The mutant of the proof: loaded before the server, it takes the fsync out of every commit.
const exec = Reflect.get(DatabaseSync.prototype, 'exec') as (this: DatabaseSync, sql: string) => void;
DatabaseSync.prototype.exec = function execUnsynced(this: DatabaseSync, sql: string): void {
  exec.call(this, sql.replace('synchronous = FULL', 'synchronous = OFF'));
};

/** Kinds of resources that share one table shape. */
export const resourceTables = ['instruments', 'destinations', 'charges', 'refunds', 'payouts'] as const;

export type ResourceTable = (typeof resourceTables)[number];

const resourceSql = (table: ResourceTable): string => `
  CREATE TABLE IF NOT EXISTS ${table} (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, reference TEXT, parent_id TEXT, due_at INTEGER, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ${table}_by_reference ON ${table} (reference);
  CREATE INDEX IF NOT EXISTS ${table}_by_parent ON ${table} (parent_id);
  CREATE INDEX IF NOT EXISTS ${table}_by_due ON ${table} (due_at) WHERE due_at IS NOT NULL;`;

/** Version 1 of the store's layout; `user_version` tells which one a file has. */
export const schemaVersion = 1;

export const schemaSql = `${resourceTables.map(resourceSql).join('\n')}
  CREATE TABLE IF NOT EXISTS movements (seq INTEGER PRIMARY KEY, day TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS movements_by_day ON movements (day);
  CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, occurred_at TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS deliveries (
    seq INTEGER PRIMARY KEY, event_seq INTEGER NOT NULL REFERENCES events (seq), due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL, held INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (due_at, seq);
  CREATE TABLE IF NOT EXISTS webhook_faults (type TEXT PRIMARY KEY, mode TEXT NOT NULL, delay_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS request_faults (seq INTEGER PRIMARY KEY, method TEXT NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`;

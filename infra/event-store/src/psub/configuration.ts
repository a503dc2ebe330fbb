import type { Log } from '../log/log.js';
import { BookkeepingStream } from './bookkeeping-stream.js';
import { fromEntry, toEntry, type GroupDefinition } from './definition.js';
import { CONFIGURATION_STREAM } from './names.js';

/** A few are kept, so that an event put there by hand does not hide the last good one. */
const KEPT = 10;

/** The definitions of all groups, stored as one event each time one of them changes. */
export class Configuration {
  readonly #stream: BookkeepingStream;

  constructor(log: Log) {
    this.#stream = new BookkeepingStream(log, { stream: CONFIGURATION_STREAM, type: 'PersistentConfig', keep: KEPT });
  }

  load(): readonly GroupDefinition[] {
    return this.#stream.last(definitionsIn) ?? [];
  }

  /** Fails with `NotWritten`. `now` is milliseconds since 1970. */
  save(definitions: readonly GroupDefinition[], by: string, now: number): Promise<void> {
    const updated = new Date(now).toISOString();
    return this.#stream.write({ version: '2', updated, updatedBy: by, entries: definitions.map(toEntry) });
  }
}

function definitionsIn(value: unknown): readonly GroupDefinition[] | undefined {
  if (typeof value !== 'object' || value === null || !('entries' in value) || !Array.isArray(value.entries)) return undefined;
  const definitions = value.entries.map(fromEntry).filter((definition) => definition !== undefined);
  return definitions.length === value.entries.length ? definitions : undefined;
}

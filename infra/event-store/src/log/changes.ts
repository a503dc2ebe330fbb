import { randomUUID } from 'node:crypto';
import type { Command, Outcome } from './commands.js';
import { judge, type StreamStatus } from './expected.js';
import type { Heads } from './heads.js';
import { parseMetadata, revivedJson, softDeleteJson } from './metadata.js';
import {
  isMetadataStream,
  lengthInLog,
  metadataStreamOf,
  originalStreamOf,
  TOMBSTONE_REVISION,
  type ProposedEvent,
  type StoredEvent,
  type StreamHead,
} from './record.js';
import type { Tables } from './tables.js';
import { isSoftDeleted, metadataOf } from './visibility.js';

type Cursor = { position: number; created: number; streamId: number };

/**
 * One transaction's changes: judges commands one after another against the heads, each seeing the ones before it.
 * The caller begins, commits, and throws this object away.
 */
export class Changes {
  readonly events: StoredEvent[] = [];
  readonly #changed = new Set<StreamHead>();

  constructor(
    private readonly tables: Tables,
    private readonly heads: Heads,
    private readonly end: Cursor,
  ) {}

  apply(command: Command): Outcome {
    const head = this.heads.get(command.stream);
    const status = this.#status(head);
    const events = eventsOf(command);
    const verdict = judge(
      command.expected,
      status,
      events.map(({ id }) => id),
      {
        find: (eventId) => this.tables.findEvent(head.id, eventId),
        at: (revision) => this.tables.eventAt(head.id, revision),
      },
    );
    switch (verdict.kind) {
      case 'repeat':
        return { kind: 'written', revision: verdict.revision, position: verdict.position };
      case 'nothing':
        return verdict;
      case 'wrong-version':
        return verdict;
      case 'stream-deleted':
        return verdict;
      case 'write':
        return this.#write(command, head, status, events);
    }
  }

  saveHeads(): void {
    for (const head of this.#changed) this.tables.saveHead(head);
  }

  #write(command: Command, head: StreamHead, status: StreamStatus, events: readonly ProposedEvent[]): Outcome {
    switch (command.kind) {
      case 'append':
        return this.#append(head, status, events);
      case 'delete': {
        if (status.lastRevision < 0 && !status.hasMetadata) return { kind: 'wrong-version', actual: -1 };
        return this.#append(this.heads.get(metadataStreamOf(head.name)), this.#status(head), events);
      }
      case 'tombstone':
        return this.#tombstone(head, events);
    }
  }

  #append(head: StreamHead, status: StreamStatus, events: readonly ProposedEvent[]): Outcome {
    if (isMetadataStream(head.name)) return this.#appendMetadata(head, events);
    if (status.softDeleted) this.#revive(head);
    for (const event of events) this.#insert(head, event, head.lastRevision + 1);
    return { kind: 'written', revision: head.lastRevision, position: this.end.position };
  }

  #appendMetadata(head: StreamHead, events: readonly ProposedEvent[]): Outcome {
    const original = this.heads.get(originalStreamOf(head.name));
    const wasDeleted = isSoftDeleted(metadataOf(original));
    for (const event of events) this.#insert(head, event, head.lastRevision + 1);
    const written: Outcome = { kind: 'written', revision: head.lastRevision, position: this.end.position };
    const last = events.at(-1);
    if (last) this.#noteMetadata(original, head.lastRevision, last.isJson ? Buffer.from(last.data).toString('utf8') : null);
    // New metadata brings a soft-deleted stream back to life (23.10); its old events stay hidden.
    const deletesAgain = isSoftDeleted(parseMetadata(original.metadataJson));
    if (wasDeleted && !deletesAgain) this.#revive(original);
    return written;
  }

  #revive(head: StreamHead): void {
    const metadata = this.heads.get(metadataStreamOf(head.name));
    const json = revivedJson(head.metadataJson, head.lastRevision + 1);
    this.#insert(metadata, metadataEvent(json), metadata.lastRevision + 1);
    this.#noteMetadata(head, metadata.lastRevision, json);
  }

  #tombstone(head: StreamHead, events: readonly ProposedEvent[]): Outcome {
    for (const event of events) this.#insert(head, event, TOMBSTONE_REVISION);
    head.tombstoned = true;
    this.#changed.add(head);
    return { kind: 'written', revision: TOMBSTONE_REVISION, position: this.end.position };
  }

  #insert(head: StreamHead, event: ProposedEvent, revision: number): void {
    this.#register(head);
    this.end.position += lengthInLog(head.name, event.type, event.data.length, event.metadata.length);
    const stored = { ...event, position: this.end.position, stream: head.name, revision, created: this.end.created };
    this.tables.insertEvent(head.id, stored);
    if (revision !== TOMBSTONE_REVISION) head.lastRevision = revision;
    this.events.push(stored);
  }

  #noteMetadata(head: StreamHead, revision: number, json: string | null): void {
    this.#register(head);
    head.metadataJson = json;
    head.metadataRevision = revision;
    this.#changed.add(head);
  }

  #register(head: StreamHead): void {
    if (head.id > 0) return;
    head.id = ++this.end.streamId;
    this.#changed.add(head);
  }

  #status(head: StreamHead): StreamStatus {
    const original = isMetadataStream(head.name) ? this.heads.get(originalStreamOf(head.name)) : head;
    return {
      lastRevision: head.lastRevision,
      tombstoned: head.tombstoned || original.tombstoned,
      softDeleted: isSoftDeleted(metadataOf(head)),
      hasMetadata: head.metadataRevision >= 0,
    };
  }
}

const NO_BYTES = new Uint8Array(0);

const metadataEvent = (json: string): ProposedEvent => ({
  id: randomUUID(),
  type: '$metadata',
  isJson: true,
  data: Buffer.from(json),
  metadata: NO_BYTES,
});

function eventsOf(command: Command): readonly ProposedEvent[] {
  switch (command.kind) {
    case 'append':
      return command.events;
    case 'delete':
      return [metadataEvent(softDeleteJson())];
    case 'tombstone':
      return [{ id: randomUUID(), type: '$streamDeleted', isJson: false, data: NO_BYTES, metadata: NO_BYTES }];
  }
}

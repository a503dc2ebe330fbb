import { expect } from '@jest/globals';
import type { EventStoreDBClient, RecordedEvent } from '@eventstore/db-client';
import { collect } from './fixture.js';
import { added, type Effect, type Lane } from './lane.js';

/** The whole log, by stream. */
export type Stored = ReadonlyMap<string, readonly RecordedEvent[]>;

export async function storedIn(client: EventStoreDBClient): Promise<Stored> {
  const stored = new Map<string, RecordedEvent[]>();
  for (const { event } of await collect(client.readAll())) {
    if (!event) continue;
    const events = stored.get(event.streamId) ?? [];
    events.push(event);
    stored.set(event.streamId, events);
  }
  return stored;
}

/** What was acknowledged is in the log, in its place; what was open is there as a whole or not at all; and nothing else is. */
export function expectKept(lane: Lane, stored: Stored): void {
  // A server that dies shows as one of these; any other failure is a fault of its own.
  expect(['unavailable', 'cancelled', undefined]).toContain(lane.failure);
  expect([lane.done, added(lane.done, lane.open)]).toContainEqual(effectIn(lane.stream, stored));
  const byId = new Map((stored.get(lane.stream) ?? []).map((event) => [event.id, event]));
  for (const { ids, answer } of lane.appends) {
    const last = byId.get(ids.at(-1) ?? '');
    expect([last?.revision, last?.position?.commit]).toEqual([answer.nextExpectedRevision, answer.position?.commit]);
  }
}

function effectIn(stream: string, stored: Stored): Effect {
  const events = stored.get(stream) ?? [];
  return {
    ids: events.filter(({ type }) => type === 'Noted').map(({ id }) => id),
    metadata: stored.get(`$$${stream}`)?.length ?? 0,
    tombstone: events.filter(({ type }) => type === '$streamDeleted').length,
  };
}

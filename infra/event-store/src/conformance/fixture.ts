import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent, type JSONEventType, type ResolvedEvent } from '@eventstore/db-client';
import { EventStoreServer } from '../server.js';

export type Noted = JSONEventType<'Noted', { n: number }>;

export const noted = (n: number, id?: string) =>
  jsonEvent<Noted>({ type: 'Noted', data: { n }, ...(id !== undefined && { id }) });
export const notes = (count: number, from = 0) => Array.from({ length: count }, (_, index) => noted(from + index));
export const connect = (port: number): EventStoreDBClient =>
  EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`);

let names = 0;
/** A stream name that no other case uses. */
export const freshName = (prefix = 'case'): string => `${prefix}-${process.pid}-${++names}`;

/** A server on a free port with a folder of its own, and a client of it. */
export async function startFixture(): Promise<{
  server: EventStoreServer;
  client: EventStoreDBClient;
  folder: string;
  stop: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-event-store-'));
  const server = await EventStoreServer.start({ data: folder });
  const client = connect(server.port);
  const stop = async (): Promise<void> => {
    await client.dispose();
    await server.close();
    await rm(folder, { recursive: true });
  };
  return { server, client, folder, stop };
}

/** Reads to the end, always: the client's `dispose` waits for ever on a read that was broken off after its last message came. */
export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of source) found.push(item);
  return found;
}

/** Revisions of what a read answered, as plain numbers. */
export const revisions = (events: readonly ResolvedEvent[]): number[] => events.map(({ event }) => Number(event?.revision));

/** The error a promise fails with, so that its fields can be looked at. */
export async function failure(promise: Promise<unknown>): Promise<Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('It was expected to fail and did not.');
}

/** Waits until a condition holds; fails with what was waited for after the deadline (milliseconds). */
export async function until(what: string, condition: () => boolean, deadline = 10_000): Promise<void> {
  const end = Date.now() + deadline;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`Not within ${deadline} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

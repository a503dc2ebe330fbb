import { BACKWARDS, END, EventStoreDBClient, FORWARDS, jsonEvent, START, StreamNotFoundError } from '@eventstore/db-client';
import type { StreamACL } from '@eventstore/db-client';
import { isDeepStrictEqual } from 'node:util';
import { defaultAccess, ownAccess } from './stream-access.js';

const SETTINGS = '$settings';
const ALL = '$all';
/** First parts of streams that lie outside the prefix of the service they belong to: `leases.<service>.<runner>`. */
const SHARED_PREFIXES: ReadonlySet<string> = new Set(['checkpoints', 'leases']);

/** What had to be changed; a second run changes nothing. */
export type SecuredLog = Readonly<{ defaults: 'written' | 'kept'; all: 'written' | 'kept'; streams: number }>;

/** The service that a stream belongs to, by its name; null for those of nobody. */
export const ownerOf = (stream: string, services: readonly string[]): string | null => {
  const [first = '', second = ''] = stream.split('.');
  const name = SHARED_PREFIXES.has(first) ? second : first;
  return services.includes(name) && stream.length > name.length ? name : null;
};

/**
 * Writes the access rules of security.md ("Service to service") as an administrator: the defaults in `$settings`, the list of `$all` (the
 * one thing that every user reads), and the lists of streams that were written before there were users. May be repeated.
 *
 * @param url connection string of an administrator
 * @param users name of each service's user in the event store, by service
 */
export const secureLog = async (url: string, users: Readonly<Record<string, string>>): Promise<SecuredLog> => {
  const client = EventStoreDBClient.connectionString(url);
  try {
    const defaults = await writeDefaults(client, Object.values(users));
    const all = await writeList(client, ALL, { readRoles: Object.values(users) });
    return { defaults, all, streams: await claimExisting(client, users) };
  } finally {
    await client.dispose();
  }
};

const writeDefaults = async (client: EventStoreDBClient, users: readonly string[]): Promise<'written' | 'kept'> => {
  const wanted = defaultAccess(users);
  if (isDeepStrictEqual(await lastSettings(client), wanted)) return 'kept';
  await client.appendToStream(SETTINGS, jsonEvent({ type: 'update', data: wanted }));
  return 'written';
};

const lastSettings = async (client: EventStoreDBClient): Promise<unknown> => {
  try {
    for await (const { event } of client.readStream(SETTINGS, { direction: BACKWARDS, fromRevision: END, maxCount: 1 }))
      return event?.data;
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  }
  return null;
};

const writeList = async (client: EventStoreDBClient, stream: string, acl: StreamACL): Promise<'written' | 'kept'> => {
  const { metadata } = await client.getStreamMetadata(stream);
  if (isDeepStrictEqual(metadata?.acl, acl)) return 'kept';
  await client.setStreamMetadata(stream, { ...metadata, acl });
  return 'written';
};

const claimExisting = async (client: EventStoreDBClient, users: Readonly<Record<string, string>>): Promise<number> => {
  const services = Object.keys(users);
  const owners = new Map<string, string>();
  for await (const { event } of client.readAll({ direction: FORWARDS, fromPosition: START })) {
    const owner = event && !owners.has(event.streamId) ? ownerOf(event.streamId, services) : null;
    if (event && owner !== null) owners.set(event.streamId, owner);
  }
  let claimed = 0;
  for (const [stream, service] of owners) {
    if ((await writeList(client, stream, ownAccess(users[service] ?? service))) === 'written') claimed += 1;
  }
  return claimed;
};

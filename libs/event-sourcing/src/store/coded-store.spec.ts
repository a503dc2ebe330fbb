import { describe, expect, it } from '@jest/globals';
import { newId, type DomainEvent, type StorageContract } from '@guildhall/kernel';
import { InMemorySubjectKeys } from '../keys/in-memory-subject-keys.js';
import { ERASED } from '../keys/subject-keys.port.js';
import { codedStore } from './coded-store.js';
import { eventStoreContract } from './contract/event-store.contract.js';
import type { EventMetadata, EventStore, NewEvent, StoredEvent } from './event-store.port.js';
import { InMemoryEventStore } from './in-memory.store.js';

type ProfileEvent =
  | DomainEvent<'ProfileOpened', { partyId: string; country: string; name?: string | null }>
  | DomainEvent<'NoteWritten', { authorId: string; text: { title: string; lines: readonly string[] } }>;

const storage: StorageContract<ProfileEvent> = {
  category: 'identity.profile',
  schemaVersions: { ProfileOpened: 3, NoteWritten: 1 },
  upcasters: {
    ProfileOpened: [
      ({ land, ...data }) => ({ ...data, country: land }),
      ({ name, ...data }) => ({ ...data, name: typeof name === 'string' ? name.trim() : name }),
    ],
  },
  personal: {
    ProfileOpened: { name: { subject: '$key', purpose: 'profile' } },
    NoteWritten: { text: { subject: 'authorId', purpose: 'content' } },
  },
};
const metadata = (schemaVersion: number): EventMetadata => ({
  $correlationId: 'c',
  $causationId: 'c',
  commandId: 'c',
  actor: { kind: 'account', id: 'ada' },
  occurredAt: '2026-03-01T00:00:00.000Z',
  schemaVersion,
  policyRefs: {},
  region: 'eu',
});
const event = (type: string, data: object, schemaVersion = 1): NewEvent => ({
  id: newId(),
  type,
  data,
  metadata: metadata(schemaVersion),
});
const collect = async (events: AsyncIterable<StoredEvent>): Promise<StoredEvent[]> => {
  const all: StoredEvent[] = [];
  for await (const stored of events) all.push(stored);
  return all;
};
const stream = 'identity.profile-ada';

const setUp = () => {
  const raw = new InMemoryEventStore();
  const keys = new InMemorySubjectKeys();
  return { raw, keys, store: codedStore(raw, { storages: [storage], keys }) };
};
const everyRead = async (store: EventStore): Promise<StoredEvent[]> => {
  const stop = new AbortController();
  const followed: StoredEvent[] = [];
  for await (const message of store.subscribeAll({ prefixes: ['identity.'] }, stop.signal)) {
    if (message.kind === 'event') followed.push(message.event);
    if (message.kind === 'caught-up') stop.abort();
  }
  const last = await store.readLast(stream);
  const read = await collect(store.read(stream));
  expect(await collect(store.readAll({ prefixes: ['identity.'] }))).toEqual(read);
  expect(followed).toEqual(read);
  expect(last).toEqual(read.at(-1));
  return read;
};

eventStoreContract('The coded store over the in-memory store', async () => setUp().store);

describe('The coded store', () => {
  it('stores personal fields as envelopes and gives them back on every read', async () => {
    const { raw, store } = setUp();
    const note = { authorId: 'ada', text: { title: 'Secret title', lines: ['a', 'b'] } };
    await store.append(stream, 'no_stream', [
      event('ProfileOpened', { partyId: 'ada', country: 'GB', name: 'Ada Lovelace' }, 3),
      event('NoteWritten', note),
    ]);
    const asStored = JSON.stringify((await collect(raw.read(stream))).map(({ data }) => data));
    expect(asStored).not.toMatch(/Lovelace|Secret|lines/);
    expect(asStored).toContain('GB');
    const read = await everyRead(store);
    expect(read.map(({ data }) => data)).toEqual([{ partyId: 'ada', country: 'GB', name: 'Ada Lovelace' }, note]);
  });

  it('leaves absent and null fields as they are', async () => {
    const { store } = setUp();
    await store.append(stream, 'no_stream', [event('ProfileOpened', { partyId: 'ada', country: 'GB', name: null }, 3)]);
    await store.append(stream, 0n, [event('ProfileOpened', { partyId: 'ada', country: 'GB' }, 3)]);
    expect((await everyRead(store)).map(({ data }) => data)).toEqual([
      { partyId: 'ada', country: 'GB', name: null },
      { partyId: 'ada', country: 'GB' },
    ]);
  });

  it('shows [erased] once the subject is destroyed, and others unchanged', async () => {
    const { keys, store } = setUp();
    await store.append(stream, 'no_stream', [event('ProfileOpened', { partyId: 'ada', country: 'GB', name: 'Ada' }, 3)]);
    await store.append(stream, 0n, [event('NoteWritten', { authorId: 'bob', text: { title: 'Hi', lines: [] } })]);
    await keys.destroy('ada');
    const [profile, note] = await everyRead(store);
    expect(profile?.data).toEqual({ partyId: 'ada', country: 'GB', name: ERASED });
    expect(note?.data).toEqual({ authorId: 'bob', text: { title: 'Hi', lines: [] } });
  });

  it('decrypts before it upcasts, from every old version', async () => {
    const { raw, keys, store } = setUp();
    const old = codedStore(raw, { storages: [{ ...storage, schemaVersions: { ProfileOpened: 1, NoteWritten: 1 } }], keys });
    const middle = codedStore(raw, { storages: [{ ...storage, schemaVersions: { ProfileOpened: 2, NoteWritten: 1 } }], keys });
    await old.append(stream, 'no_stream', [event('ProfileOpened', { partyId: 'ada', land: 'GB', name: ' Ada ' }, 1)]);
    await middle.append(stream, 0n, [event('ProfileOpened', { partyId: 'ada', country: 'FR', name: ' Ada ' }, 2)]);
    await store.append(stream, 1n, [event('ProfileOpened', { partyId: 'ada', country: 'DE', name: 'Ada' }, 3)]);
    const read = await everyRead(store);
    expect(read.map(({ data }) => data)).toEqual(['GB', 'FR', 'DE'].map((country) => ({ partyId: 'ada', country, name: 'Ada' })));
    expect(read.map(({ metadata: { schemaVersion } }) => schemaVersion)).toEqual([3, 3, 3]);
  });

  it('tells of each event that it lifted, by the version it was stored in', async () => {
    const { raw, keys } = setUp();
    const told: string[] = [];
    const store = codedStore(raw, { storages: [storage], keys, onUpcast: (type, from) => told.push(`${type} ${from}`) });
    await raw.append(stream, 'no_stream', [event('ProfileOpened', { partyId: 'ada', land: 'GB' })]);
    await store.append(stream, 0n, [event('ProfileOpened', { partyId: 'ada', country: 'FR' }, 3)]);
    await collect(store.read(stream));
    expect(told).toEqual(['ProfileOpened 1']);
  });

  it('passes on what a newer version wrote', async () => {
    const { raw, store } = setUp();
    await raw.append(stream, 'no_stream', [event('ProfileOpened', { partyId: 'ada', country: 'GB', nick: 'A' }, 4)]);
    expect((await everyRead(store))[0]).toMatchObject({ data: { nick: 'A' }, metadata: { schemaVersion: 4 } });
  });

  it('keeps envelopes closed for the relay, yet upcasts', async () => {
    const { raw, keys, store } = setUp();
    const relay = codedStore(raw, { storages: [storage], keys, decrypt: 'no' });
    await store.append(stream, 'no_stream', [event('NoteWritten', { authorId: 'ada', text: { title: 'Hi', lines: [] } })]);
    await raw.append(stream, 0n, [event('ProfileOpened', { partyId: 'ada', land: 'GB' })]);
    const [note, profile] = await everyRead(relay);
    expect(note?.data).toMatchObject({ authorId: 'ada', text: { v: 1, kid: expect.any(String) } });
    expect(profile?.data).toMatchObject({ country: 'GB' });
  });

  it('refuses to store a type or version that the contract does not name', async () => {
    const { store } = setUp();
    await expect(store.append(stream, 'no_stream', [event('Mystery', {})])).rejects.toThrow('stores Mystery as version (none)');
    await expect(store.append(stream, 'no_stream', [event('ProfileOpened', {}, 1)])).rejects.toThrow('as version 3, not 1');
    await store.append(stream, 'no_stream', [event('FactNoted', { factId: 'f' })]);
  });

  it('does not open an envelope that was moved to another stream', async () => {
    const { raw, store } = setUp();
    await store.append(stream, 'no_stream', [event('NoteWritten', { authorId: 'ada', text: { title: 'Hi', lines: [] } })]);
    const [moved] = await collect(raw.read(stream));
    await raw.append('identity.profile-eve', 'no_stream', [event('NoteWritten', moved?.data ?? {})]);
    await expect(collect(store.read('identity.profile-eve'))).rejects.toThrow('was not sealed with this key for this place');
  });
});

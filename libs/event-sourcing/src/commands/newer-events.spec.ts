import { describe, expect, it } from '@jest/globals';
import { newId, type StorageContract } from '@guildhall/kernel';
import { InMemorySubjectKeys } from '../keys/in-memory-subject-keys.js';
import { startRunner } from '../projections/fixtures.js';
import { InMemoryReadModelStore } from '../projections/in-memory-read-model.store.js';
import { codedStore } from '../store/coded-store.js';
import type { EventStore, NewEvent } from '../store/event-store.port.js';
import { InMemoryEventStore } from '../store/in-memory.store.js';
import { appendTo, sampleEvent } from '../subscriptions/fixtures/sample-events.js';
import { CommandHandler } from './command-handler.js';
import { metadataOf } from './metadata.js';
import { eventsIn, httpContext, walletDecider, walletStorage, type WalletEvent } from './wallet.factory.js';

const STREAM = 'payments.wallet-w1';
const newer = (type: string, data: object, schemaVersion = 1): NewEvent => ({
  id: newId(),
  type,
  data,
  metadata: metadataOf(httpContext(), schemaVersion),
});

/** What a process of this version does with the log of the next one, while both run (operators.md, compatibility N-1). */
describe('Events of a newer version', () => {
  const walletsOn = (log: EventStore) => {
    const handler = new CommandHandler(log, walletStorage as StorageContract<WalletEvent>, walletDecider());
    const debit = (amount: number) => handler.handle('w1', { type: 'Debit', data: { amount } }, httpContext());
    return { debit, open: () => handler.handle('w1', { type: 'Open', data: { ownerId: 'o' } }, httpContext()) };
  };
  const appendNewer = async (log: InMemoryEventStore, events: readonly NewEvent[]): Promise<void> => {
    const last = await log.readLast(STREAM);
    await log.append(STREAM, last?.revision ?? 'no_stream', events);
  };

  it('of an unknown type leave the state of an aggregate as it is: in its warm memory and read from the start', async () => {
    const raw = new InMemoryEventStore();
    const log = codedStore(raw, { storages: [walletStorage as StorageContract], keys: new InMemorySubjectKeys() });
    const warm = walletsOn(log);
    await warm.open();
    await appendNewer(raw, [newer('Credited', { amount: 10 }, 2), newer('WalletFrozen', { until: '2027-01-01' })]);
    await warm.debit(4);
    await appendNewer(raw, [newer('WalletThawed', {})]);
    await walletsOn(log).debit(6);
    await expect(walletsOn(log).debit(1)).rejects.toMatchObject({ kind: expect.any(String) });
    const types = (await eventsIn(log, STREAM)).map(({ type }) => type);
    expect(types).toEqual(['WalletOpened', 'Credited', 'WalletFrozen', 'Debited', 'WalletThawed', 'Debited']);
  });

  it('with a field that is not known, or in a later schema version, are read with the field kept', async () => {
    const raw = new InMemoryEventStore();
    const log = codedStore(raw, { storages: [walletStorage as StorageContract], keys: new InMemorySubjectKeys() });
    const wallets = walletsOn(log);
    await wallets.open();
    await appendNewer(raw, [newer('Credited', { amount: 10, memo: 'new here' }, 3)]);
    await wallets.debit(10);
    const [, credited] = await eventsIn(log, STREAM);
    expect(credited).toMatchObject({ data: { amount: 10, memo: 'new here' }, metadata: { schemaVersion: 3 } });
  });

  it('of an unknown type pass a read model without being parked, and it goes on', async () => {
    const log = new InMemoryEventStore();
    const readModels = new InMemoryReadModelStore();
    const { runner, parking, stop } = await startRunner(log, readModels);
    await runner.live;
    const counted = (n: number) => sampleEvent('Counted', { n, groups: [], colour: 'new here' });
    const position = await appendTo(log, 'spec.counter-a', counted(2), sampleEvent('CounterPainted'), counted(3));
    expect(await readModels.readModel('totals').waitFor(position, 5_000)).toBe(0);
    expect(await readModels.readModel('totals').get('a')).toEqual({ total: 5, seen: 2, open: true });
    expect(parking.list()).toEqual([]);
    await stop();
  });
});

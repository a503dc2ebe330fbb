import { describe, expect, it } from '@jest/globals';
import { codedStore, InMemoryEventStore, InMemorySubjectKeys, type CommandContext } from '@guildhall/event-sourcing';
import { newId } from '@guildhall/kernel';
import { accountStorage } from '../../domain/account/account.events.js';
import { emailReservationStorage } from '../../domain/email/email-reservation.decider.js';
import { standingStorage } from '../../domain/standing/standing.decider.js';
import { subjectStorage } from '../../domain/subject/subject.events.js';
import type { Addressee, Outbox } from '../../notifier/outbox.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { ErasureBlocks } from './erasure-blocks.js';
import { ForgetSubjectHandler } from './forget-subject.handler.js';
import { LegalHolds } from './legal-holds.js';
import { OpenCases } from './open-cases.js';

const AT = '2026-03-02T09:00:00.000Z';

/** Keeps whom it was asked about. */
class AskedOutbox implements Outbox {
  readonly erased: Addressee[] = [];
  write = async (): Promise<void> => undefined;
  erase = async (addressee: Addressee): Promise<void> => void this.erased.push(addressee);
  count = async (): Promise<number> => 0;
}

/** Dies right after the keys are gone, once. */
class KilledKeys extends InMemorySubjectKeys {
  kills = 1;

  override async destroy(subject: string, purposes?: readonly string[]): Promise<void> {
    await super.destroy(subject, purposes);
    if (this.kills === 0) return;
    this.kills -= 1;
    throw new Error('killed after the keys');
  }
}

describe('Forgetting a person', () => {
  it('killed between the keys and the word of it, is finished by the next process, once', async () => {
    const keys = new KilledKeys();
    const log = new InMemoryEventStore();
    const outbox = new AskedOutbox();
    const accountId = newId();
    /** What one process has: nothing remembered of the one before. */
    const started = () => {
      const storages = [accountStorage, emailReservationStorage, subjectStorage, standingStorage];
      const store = codedStore(log, { storages, keys });
      const aggregates = new IdentityAggregates(store);
      const blocks = new ErasureBlocks(aggregates, new OpenCases(store));
      const handler = new ForgetSubjectHandler(store, keys, outbox, aggregates, new LegalHolds(store), blocks);
      return { store, aggregates, handler };
    };
    const context = (factId?: string): CommandContext => {
      const ids = { commandId: newId(), correlationId: newId(), causationId: newId(), ...(factId !== undefined && { factId }) };
      return { ...ids, actor: { kind: 'account', id: 'op-1' }, occurredAt: AT, region: 'eu' };
    };
    const first = started();
    const place = { country: 'DE', homeRegion: 'eu', locale: 'de-DE', timeZone: 'Europe/Berlin' };
    const data = { accountId, email: 'ada@example.org', emailHash: 'h', passwordHash: 'none', displayName: 'Ada', ...place };
    await first.aggregates.emails.handle(
      'h',
      { type: 'ReserveEmail', data: { accountId, at: AT, ownerExists: 'no' } },
      context(),
    );
    await first.aggregates.accounts.handle(accountId, { type: 'Register', data }, context());
    await first.aggregates.accounts.handle(
      accountId,
      { type: 'CloseAccount', data: { reasonCode: 'own_wish', at: AT } },
      context(),
    );
    await first.handler.request(accountId, { by: 'op-1', reason: 'asked by letter' }, context());
    const order = context(newId());
    await expect(first.handler.forget(accountId, order)).rejects.toThrow('killed after the keys');

    const next = started();
    await next.handler.forget(accountId, order);
    await next.handler.forget(accountId, order);
    const types: string[] = [];
    for await (const { type } of next.store.read(`identity.subject-${accountId}`)) types.push(type);
    expect(types).toEqual(['ErasureRequested', 'SubjectForgotten']);
    expect((await next.aggregates.emails.load('h')).state.accountId).toBeNull();
    expect(await keys.find(accountId, 'contact')).toBeNull();
    expect(outbox.erased[0]).toEqual({ partyId: accountId, addresses: ['ada@example.org'] });
  });
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codedStore, ERASED, InMemoryEventStore, InMemorySubjectKeys, metadataOf } from '@guildhall/event-sourcing';
import { addHours, newId } from '@guildhall/kernel';
import { createLogger } from '@guildhall/service-kit';
import { MailedCodes } from '../application/credentials/mailed-codes.js';
import { IdentityAggregates } from '../application/identity-aggregates.js';
import { accountStorage } from '../domain/account/account.events.js';
import accountSamples from '../domain/account/samples/account-v1.json' with { type: 'json' };
import { noticeStorage } from '../domain/notice/notice.decider.js';
import { organisationStorage } from '../domain/organisation/organisation.events.js';
import { MailPutOff, MailRefused } from './mail.errors.js';
import { NoticeReceivers } from './notice-receivers.js';
import { NoticeSender } from './notice-sender.js';
import { FolderOutbox, type Outbox, type OutboxMessage } from './outbox.js';
import type { SendNotice } from '../processes/notifier/send-notice.js';

const AT = '2026-03-02T09:00:00.000Z';
const accountId = newId();
const notice: SendNotice = {
  type: 'SendNotice',
  data: {
    factId: newId(),
    partyId: accountId,
    at: AT,
    mails: ['email-change-new', 'email-change-old'].map((template) => ({
      template: template as 'email-change-new' | 'email-change-old',
      receiver: { kind: 'address', accountId, email: `${template}@example.org` } as const,
      details: {},
      code: null,
    })),
  },
};
const context = {
  commandId: newId(),
  factId: notice.data.factId,
  actor: { kind: 'system', id: 'process:notify-account' },
  correlationId: newId(),
  causationId: newId(),
  occurredAt: AT,
  region: 'eu',
} as const;

/** Fails once where told, as a process that is killed there: the runner then sends the same command again. */
class FailingOutbox implements Outbox {
  readonly sent: OutboxMessage[] = [];
  constructor(private dieAt: number) {}

  async write(message: OutboxMessage): Promise<void> {
    this.sent.push(message);
    this.dieAt -= 1;
    if (this.dieAt === 0) throw new Error('killed after the write');
  }

  erase = async (): Promise<void> => undefined;
  count = async (): Promise<number> => this.sent.length;
}

const storeOfIdentity = () => {
  const storages = [accountStorage, organisationStorage, noticeStorage];
  return codedStore(new InMemoryEventStore(), { storages, keys: new InMemorySubjectKeys() });
};

const senderWith = (outbox: Outbox, store = storeOfIdentity()) => {
  const receivers = new NoticeReceivers(new IdentityAggregates(store));
  const codes = new MailedCodes({ codeHmacKey: Buffer.alloc(32, 1) });
  return new NoticeSender(store, outbox, receivers, codes, createLogger({ service: 'identity', level: 'silent' }));
};

describe('Sending a notice', () => {
  it.each([1, 2])('killed after mail %i, writes again under the same name and nothing twice after that', async (dieAt) => {
    const outbox = new FailingOutbox(dieAt);
    const sender = senderWith(outbox);
    await expect(sender.send(notice, context)).rejects.toThrow('killed');
    await sender.send(notice, context);
    await sender.send(notice, context);
    expect(outbox.sent).toHaveLength(3);
    expect(new Set(outbox.sent.map(({ noticeId }) => noticeId)).size).toBe(2);
    expect(new Set(outbox.sent.map(({ template, to }) => `${template} ${to}`)).size).toBe(2);
  });

  it('is over where the mail server refuses one mail, and the other is written', async () => {
    const store = storeOfIdentity();
    const outbox = new FailingOutbox(0);
    const writing = outbox.write.bind(outbox);
    outbox.write = async (message) => {
      if (message.template === 'email-change-new') throw new MailRefused({ reasonCode: 'mailbox_refused', reply: 550 });
      return writing(message);
    };
    for (const _ of [1, 2]) await senderWith(outbox, store).send(notice, context);
    expect(outbox.sent).toHaveLength(1);
    const events = [];
    for await (const event of store.readAll({ prefixes: ['identity.notice-'] })) events.push(event);
    expect(events.map(({ type }) => type)).toEqual(['NoticePrepared', 'MailRefused', 'MailWritten']);
    expect(events[1]?.data).toMatchObject({ reasonCode: 'mailbox_refused', reply: 550 });
    expect(JSON.stringify(events[1]?.data)).not.toContain('example.org');
  });

  it('goes on being tried while the mail server puts it off, for a day', async () => {
    const store = storeOfIdentity();
    const outbox = new FailingOutbox(0);
    outbox.write = async () => {
      throw new MailPutOff(452);
    };
    const at = (hours: number) => ({ ...context, occurredAt: addHours(AT, hours) });
    await expect(senderWith(outbox, store).send(notice, at(23))).rejects.toThrow('452');
    await senderWith(outbox, store).send(notice, at(24));
    await expect(senderWith(outbox, store).send(notice, at(24))).resolves.toBeUndefined();
  });

  it('leaves nothing for a person who was forgotten while the mail waited', async () => {
    const store = storeOfIdentity();
    const registered = accountSamples.find(({ type }) => type === 'AccountRegistered')?.data;
    const partyId = registered?.accountId ?? '';
    const erased = { ...registered, email: ERASED };
    const events = [{ id: newId(), type: 'AccountRegistered', data: erased, metadata: metadataOf(context, 1) }];
    await store.append(`identity.account-${partyId}`, 'no_stream', events);
    const outbox = new FailingOutbox(0);
    const receiver = { kind: 'address', accountId: partyId, email: 'ada@example.org' } as const;
    const mails = [{ template: 'email-verification', receiver, details: {}, code: null }] as const;
    await senderWith(outbox, store).send({ type: 'SendNotice', data: { factId: newId(), partyId, at: AT, mails } }, context);
    expect(outbox.sent).toEqual([]);
  });

  it.each([
    ['within 30 days also at the address given up before', '2026-03-30T09:00:00.000Z', ['ada@new.example', 'ada@example.org']],
    ['later at the present address only', '2026-04-02T09:00:00.000Z', ['ada@new.example']],
  ])('tells of a changed payout destination, %s', async (_, at, expected) => {
    const store = storeOfIdentity();
    const registered = accountSamples.find(({ type }) => type === 'AccountRegistered')?.data;
    const changed = accountSamples.find(({ type }) => type === 'EmailChanged')?.data;
    const partyId = registered?.accountId ?? '';
    const metadata = metadataOf(context, 1);
    await store.append(`identity.account-${partyId}`, 'no_stream', [
      { id: newId(), type: 'AccountRegistered', data: { ...registered }, metadata },
      { id: newId(), type: 'EmailChanged', data: { ...changed, accountId: partyId, changedAt: AT }, metadata },
    ]);
    const outbox = new FailingOutbox(0);
    const receiver = { kind: 'party-and-old-contact' } as const;
    const mails = [{ template: 'payout-destination-changed', receiver, details: {}, code: null }] as const;
    await senderWith(outbox, store).send({ type: 'SendNotice', data: { factId: newId(), partyId, at, mails } }, context);
    expect(outbox.sent.map(({ to }) => to)).toEqual(expected);
  });

  it('is taken back with the person: to any address, unfinished ones as well, and nobody else’s', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
    try {
      const outbox = new FolderOutbox(folder);
      const of = (noticeId: string, to: string, partyId: string): OutboxMessage => {
        return { noticeId, factId: 'f', template: 'payout-paid', to, partyId, locale: 'de-DE', at: AT, data: {} };
      };
      await outbox.write(of('own', 'ada@example.org', 'ada'));
      await outbox.write(of('for-the-company', 'ada@old.example', 'nordlicht'));
      await outbox.write(of('other', 'ben@example.org', 'ben'));
      await writeFile(join(folder, '.cut.part'), '{\n  "noticeId": "n",\n  "to": "ada@example.org",\n  "par');
      expect(await outbox.count('ada')).toBe(1);
      await outbox.erase({ partyId: 'ada', addresses: ['ada@example.org', 'ada@old.example'] });
      expect(await readdir(folder)).toEqual(['other.json']);
      expect(await outbox.count('ada')).toBe(0);
      expect(await new FolderOutbox(join(folder, 'never')).count('ada')).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves one whole file a message', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'outbox-'));
    try {
      const outbox = new FolderOutbox(join(folder, 'mail'));
      const data = { noticeId: 'n-1', factId: 'f-1', template: 'payout-paid', to: 'a@example.org', partyId: 'p-1' } as const;
      const message: OutboxMessage = { ...data, locale: 'de-DE', at: AT, data: { amount: '100' } };
      await Promise.all([outbox.write(message), outbox.write(message)]);
      expect(await readdir(join(folder, 'mail'))).toEqual(['n-1.json']);
      expect(JSON.parse(await readFile(join(folder, 'mail', 'n-1.json'), 'utf8'))).toEqual(message);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

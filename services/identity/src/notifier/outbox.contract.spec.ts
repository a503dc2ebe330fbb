import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { MAIL_AUTHORITY, MAIL_USER, MailServer } from '../testing/mail-server.factory.js';
import { FolderOutbox, type Outbox, type OutboxMessage } from './outbox.js';
import { SmtpOutbox } from './smtp-outbox.js';

/** What has left, in the form that both have: the name of a mail, whom it is for, and whether its code is in it. */
type Left = Readonly<{ name: string; to: string; hasCode: boolean }>;
type Subject = Readonly<{ outbox: Outbox; left: () => Promise<readonly Left[]>; close: () => Promise<void> }>;

const CODE = '12345678';
const mail = (over: Partial<OutboxMessage> = {}): OutboxMessage => ({
  noticeId: newId(),
  factId: newId(),
  template: 'email-verification',
  to: 'ada@example.org',
  partyId: newId(),
  locale: 'de-DE',
  at: '2026-03-02T09:00:00.000Z',
  data: { code: CODE, expiresAt: '2026-03-02T09:10:00.000Z' },
  ...over,
});

const onFolder = async (): Promise<Subject> => {
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-outbox-'));
  const left = async (): Promise<readonly Left[]> => {
    const names = await readdir(folder);
    const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    return texts.map((text) => {
      const { noticeId: name, to } = JSON.parse(text) as OutboxMessage;
      return { name, to, hasCode: text.includes(CODE) };
    });
  };
  return { outbox: new FolderOutbox(folder), left, close: () => rm(folder, { recursive: true }) };
};

const onMailServer = async (): Promise<Subject> => {
  const server = await MailServer.start();
  const folder = await mkdtemp(join(tmpdir(), 'guildhall-outbox-'));
  const settings = { url: `smtp://localhost:${String(server.port)}`, from: 'no-reply@guildhall.example', ca: MAIL_AUTHORITY };
  const outbox = new SmtpOutbox({ ...settings, ...MAIL_USER, starttls: 'demanded', timeoutMs: 10_000 }, new FolderOutbox(folder));
  const left = async (): Promise<readonly Left[]> => {
    // Receivers drop what has a name that they know.
    const byName = new Map(server.arrived.map((one) => [/^Message-ID: <(.*)@guildhall\.example>/im.exec(one.source)?.[1], one]));
    return [...byName].map(([name = '', { to, source }]) => ({ name, to: to.join(), hasCode: source.includes(CODE) }));
  };
  const close = async (): Promise<void> => {
    await server.close();
    await rm(folder, { recursive: true });
  };
  return { outbox, left, close };
};

describe.each([
  ['in a folder', onFolder],
  ['by a mail server', onMailServer],
])('The outbox %s', (_, open) => {
  let subject: Subject;
  beforeEach(async () => {
    subject = await open();
  }, 60_000);
  afterEach(() => subject.close());

  it('lets a mail leave with what its template fills in', async () => {
    const one = mail();
    await subject.outbox.write(one);
    expect(await subject.left()).toEqual([{ name: one.noticeId, to: one.to, hasCode: true }]);
  });

  it('has one mail where it was written twice', async () => {
    const [one, other] = [mail(), mail({ to: 'ben@example.org' })];
    for (const each of [one, other, one]) await subject.outbox.write(each);
    expect((await subject.left()).map(({ name }) => name).sort()).toEqual([one.noticeId, other.noticeId].sort());
  });

  it('takes back what is still here, which may be nothing, and a repeat goes on', async () => {
    const one = mail();
    await subject.outbox.write(one);
    const addressee = { partyId: one.partyId, addresses: [one.to] };
    for (const _ of [1, 2]) await subject.outbox.erase(addressee);
    expect(await subject.outbox.count(one.partyId)).toBe(0);
  });
});

import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DependencyUnavailable } from '@guildhall/event-sourcing';
import { MAIL_AUTHORITY, MAIL_USER, MailServer } from '../testing/mail-server.factory.js';
import { MailPutOff, MailRefused } from './mail.errors.js';
import { FolderOutbox, type OutboxMessage } from './outbox.js';
import { SmtpOutbox, type MailSettings } from './smtp-outbox.js';

const TO = 'ada@example.org';
const message: OutboxMessage = {
  noticeId: 'n-1',
  factId: 'f-1',
  template: 'payout-paid',
  to: TO,
  partyId: 'p-1',
  locale: 'de-DE',
  at: '2026-03-02T09:00:00.000Z',
  data: { payoutId: 'po-1', amount: '63000', currency: 'USD', method: 'bank_transfer' },
};

describe('Mail by SMTP', () => {
  let server: MailServer;
  let settings: MailSettings;
  beforeEach(async () => {
    server = await MailServer.start();
    settings = settingsFor(`smtp://localhost:${String(server.port)}`);
  });
  afterEach(() => server.close());

  const settingsFor = (url: string): MailSettings => {
    const from = 'Guildhall <no-reply@guildhall.example>';
    return { url, from, ...MAIL_USER, ca: MAIL_AUTHORITY, starttls: 'demanded', timeoutMs: 10_000 };
  };
  const outbox = (over: Partial<MailSettings> = {}) => new SmtpOutbox({ ...settings, ...over }, new FolderOutbox(''));
  const failureOf = (sending: Promise<void>): Promise<unknown> => sending.then(() => null, (error: unknown) => error); // prettier-ignore

  it('has a sender, a name, a subject and words', async () => {
    await outbox().write(message);
    expect(server.arrived.map(({ to }) => to)).toEqual([[TO]]);
    const source = server.arrived[0]?.source ?? '';
    expect(source).toMatch(/^From: Guildhall <no-reply@guildhall\.example>\r$/m);
    expect(source).toMatch(/^Message-ID: <n-1@guildhall\.example>\r$/m);
    expect(source).toMatch(/^Auto-Submitted: auto-generated\r$/m);
    expect(source).toMatch(/^Subject: A payout is on its way\r$/m);
    expect(source).toContain('630.00 USD were paid out by bank_transfer (payout po-1).');
  });

  it('goes over TLS from the first byte where the address says so', async () => {
    const secure = await MailServer.start({ secure: true });
    try {
      await outbox({ url: `smtps://localhost:${String(secure.port)}` }).write(message);
      expect(secure.arrived).toHaveLength(1);
    } finally {
      await secure.close();
    }
  });

  it.each<[string, 'RCPT TO' | 'DATA', number, object]>([
    ['a mailbox that is not there', 'RCPT TO', 550, { reasonCode: 'mailbox_refused', reply: 550 }],
    ['a message that the server does not like', 'DATA', 554, { reasonCode: 'message_refused', reply: 554 }],
  ])('is refused for good by %s', async (_, step, reply, refusal) => {
    server.refuse(step, reply);
    const failure = await failureOf(outbox().write(message));
    expect(failure).toBeInstanceOf(MailRefused);
    expect(failure).toMatchObject({ refusal });
    expect(JSON.stringify(failure) + String(failure)).not.toContain(TO);
  });

  it.each<['RCPT TO' | 'DATA', number]>([
    ['RCPT TO', 452],
    ['DATA', 451],
  ])('is put off after %s %i', async (step, reply) => {
    server.refuse(step, reply);
    const failure = await failureOf(outbox().write(message));
    expect(failure).toBeInstanceOf(MailPutOff);
    expect(failure).toMatchObject({ name: 'DependencyUnavailable', reply });
    expect(String(failure)).not.toContain(TO);
  });

  it('waits for a server that closes, is away, says nothing, or does not know the password', async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    server.refuse('RCPT TO', 421);
    const failures = [
      await failureOf(outbox().write(message)),
      await failureOf(outbox({ password: 'wrong' }).write(message)),
      await failureOf(outbox({ url: `smtp://127.0.0.1:${String(port)}`, timeoutMs: 200 }).write(message)),
      await failureOf(outbox({ url: 'smtp://127.0.0.1:1' }).write(message)),
    ];
    silent.close();
    for (const failure of failures) {
      expect(failure).toBeInstanceOf(DependencyUnavailable);
      expect(failure).not.toBeInstanceOf(MailPutOff);
    }
  });

  it('tells a server its password over TLS only, and only one that it trusts', async () => {
    const open = await MailServer.start({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    try {
      const failures = [
        await failureOf(outbox({ url: `smtp://localhost:${String(open.port)}` }).write(message)),
        await failureOf(outbox({ ca: null }).write(message)),
      ];
      for (const failure of failures) expect(failure).toBeInstanceOf(DependencyUnavailable);
      expect([...open.signedIn, ...server.signedIn]).toEqual([]);
    } finally {
      await open.close();
    }
  });

  it('takes a changed password with the next mail', async () => {
    const changing: { -readonly [Field in keyof MailSettings]: MailSettings[Field] } = { ...settings };
    const sender = new SmtpOutbox(changing, new FolderOutbox(''));
    await sender.write(message);
    server.password = 'second password';
    expect(await failureOf(sender.write(message))).toBeInstanceOf(DependencyUnavailable);
    changing.password = 'second password';
    await sender.write(message);
    expect(server.arrived).toHaveLength(2);
  });
});

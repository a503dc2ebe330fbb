import { CommandHandler, ERASED, EVENT_STORE, type CommandContext, type EventStore } from '@guildhall/event-sourcing';
import { addHours, deriveId, isBefore, type Instant } from '@guildhall/kernel';
import { LOGGER, type Logger } from '@guildhall/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { MailedCodes } from '../application/credentials/mailed-codes.js';
import { noticeDecider, noticeKey, noticeStorage, type Mail } from '../domain/notice/notice.decider.js';
import policy from '../domain/policies/mail-v1.json' with { type: 'json' };
import { MailPutOff, MailRefused, type MailRefusal } from './mail.errors.js';
import { NoticeReceivers } from './notice-receivers.js';
import { OUTBOX, type Outbox } from './outbox.js';
import type { SendNotice, WantedMail } from '../processes/notifier/send-notice.js';

type Unnumbered = Omit<Mail, 'mailId'>;

/**
 * Sends each notice once: the notice's stream says what is to be sent before anything leaves, and what has left. Killed in between, the
 * same mail is written again under the same name. A mail that will never arrive is noted as such and is over, too.
 */
@Injectable()
export class NoticeSender {
  private readonly notices;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(OUTBOX) private readonly outbox: Outbox,
    private readonly receivers: NoticeReceivers,
    private readonly codes: MailedCodes,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.notices = new CommandHandler(store, noticeStorage, noticeDecider);
  }

  async send({ data }: SendNotice, context: CommandContext): Promise<void> {
    const { factId, partyId, at: preparedAt } = data;
    const key = noticeKey(factId, partyId);
    const mails = await this.mailsOf(data, key);
    await this.notices.handle(key, { type: 'PrepareNotice', data: { factId, partyId, mails, preparedAt } }, context);
    const { state } = await this.notices.load(key);
    for (const mail of state.open) {
      const { mailId } = mail;
      const refusal = await this.tryToWrite(data, mail, state.preparedAt, context.occurredAt);
      if (refusal) this.logger.warn({ noticeId: mailId, template: mail.template, ...refusal }, 'mail will not arrive');
      const note = refusal
        ? ({ type: 'NoteMailRefused', data: { mailId, ...refusal } } as const)
        : ({ type: 'NoteMailWritten', data: { mailId } } as const);
      await this.notices.handle(key, note, { ...context, commandId: deriveId(context.commandId, mailId) });
    }
  }

  /** Null once it is written; rejects while it may be later. */
  private async tryToWrite(
    notice: SendNotice['data'],
    mail: Mail,
    preparedAt: Instant,
    now: Instant,
  ): Promise<MailRefusal | null> {
    try {
      return await this.write(notice, mail, preparedAt);
    } catch (error) {
      if (error instanceof MailRefused) return error.refusal;
      const isTooLate = !isBefore(now, addHours(preparedAt, policy.putOffHours));
      // A full mailbox must not hold up the mails of others for ever.
      if (error instanceof MailPutOff && isTooLate) return { reasonCode: 'put_off_too_long', reply: error.reply };
      throw error;
    }
  }

  private async mailsOf({ partyId, mails, at }: SendNotice['data'], key: string): Promise<readonly Mail[]> {
    const perReceiver = await Promise.all(mails.map((mail) => this.unnumbered(mail, partyId, at)));
    return perReceiver.flat().map((mail, index) => ({ ...mail, mailId: index === 0 ? key : `${key}_${index + 1}` }));
  }

  private async unnumbered(
    { template, receiver, details }: WantedMail,
    partyId: string,
    at: string,
  ): Promise<readonly Unnumbered[]> {
    if (receiver.kind === 'address') return [{ template, accountId: receiver.accountId, details }];
    const present = (await this.receivers.of(partyId)).map((accountId): Unnumbered => ({ template, accountId, details }));
    if (receiver.kind === 'party') return present;
    const old = await Promise.all(present.map(({ accountId }) => this.receivers.hasOldContact(accountId, at)));
    return [...present, ...present.filter((_, index) => old[index]).map((mail): Unnumbered => ({ ...mail, contact: 'old' }))];
  }

  private async write({ factId, partyId, mails }: SendNotice['data'], mail: Mail, at: string): Promise<MailRefusal | null> {
    const { mailId: noticeId, template, accountId, details, contact } = mail;
    const wanted = mails.find((one) => one.template === template);
    if (!wanted) throw new Error(`The cause of notice ${noticeId} no longer asks for ${template}`);
    const { email, oldContact, locale } = await this.receivers.account(accountId);
    // Forgotten while the mail waited: the cause may still name the address.
    if (email === ERASED) return { reasonCode: 'receiver_erased', reply: 0 };
    const known = contact === 'old' && oldContact ? oldContact.email : email;
    const to = wanted.receiver.kind === 'address' ? wanted.receiver.email : known;
    const data = { ...details, ...this.codeOf(wanted, accountId) };
    await this.outbox.write({ noticeId, factId, template, to, partyId, locale, at, data });
    return null;
  }

  private codeOf({ code }: WantedMail, accountId: string): Readonly<{ code?: string }> {
    return code === null ? {} : { code: this.codes.codeOf({ accountId, ...code }) };
  }
}

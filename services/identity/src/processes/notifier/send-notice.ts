import type { Command, Instant } from '@guildhall/kernel';
import type { CodePurpose } from '../../domain/account/account.events.js';
import type { NoticeDetails, NoticeTemplate } from '../../domain/notice/notice.templates.js';

/**
 * Whom a mail goes to: the accounts that speak for the party, where money is at stake also at an address given up lately (whoever took
 * an account over changed it first), or one account at the address that the cause names.
 */
export type Receiver =
  | Readonly<{ kind: 'party' }>
  | Readonly<{ kind: 'party-and-old-contact' }>
  | Readonly<{ kind: 'address'; accountId: string; email: string }>;

export type WantedMail = Readonly<{
  template: NoticeTemplate;
  receiver: Receiver;
  details: NoticeDetails;
  /** The code that the mail carries, by its name: it is derived when the mail is written. */
  code: Readonly<{ purpose: CodePurpose; codeId: string }> | null;
}>;

/** Tells a party about a fact. Sent by reactions only: a reaction's command is never stored, so its addresses are not either. */
export type SendNotice = Command<
  'SendNotice',
  Readonly<{ factId: string; partyId: string; mails: readonly WantedMail[]; at: Instant }>
>;

import { DependencyUnavailable } from '@guildhall/event-sourcing';

/** Why a mail will never arrive. Stored with the notice: a code and the server's number, never its words, which name the address. */
export type MailRefusal = Readonly<{
  /** `mailbox_refused`, `message_refused`: the server's last word; `put_off_too_long`: its only word; `receiver_erased`: nobody is there. */
  reasonCode: 'mailbox_refused' | 'message_refused' | 'put_off_too_long' | 'receiver_erased';
  /** Reply of the server (RFC 5321, 4.2.3); 0 where none was asked. */
  reply: number;
}>;

/** The server takes this mail neither now nor later. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  constructor(readonly refusal: MailRefusal) {
    super(`The mail server refuses the mail: ${refusal.reasonCode} ${String(refusal.reply)}`);
  }
}

/** The server takes this mail later, as it says: a full mailbox, or a receiver that it wants to be asked twice for. */
export class MailPutOff extends DependencyUnavailable {
  constructor(readonly reply: number) {
    super(`The mail server puts the mail off: ${String(reply)}`);
  }
}

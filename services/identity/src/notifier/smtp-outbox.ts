import { DependencyUnavailable } from '@guildhall/event-sourcing';
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { mailText } from './mail-text.js';
import { MailPutOff, MailRefused } from './mail.errors.js';
import type { Addressee, Outbox, OutboxMessage } from './outbox.js';

/** How to reach the mail server. `url`: `smtps://host:465`, or `smtp://host:587` with STARTTLS. Milliseconds in `timeoutMs`. */
export type MailSettings = Readonly<{
  url: string;
  from: string;
  username: string | null;
  password: string | null;
  ca: string | null;
  starttls: 'demanded' | 'where offered';
  timeoutMs: number;
}>;

/**
 * Mails leave by SMTP at once, each over a connection of its own. Written twice, a mail is sent twice under one `Message-ID`, so that
 * receivers can drop the repeat. Throws `MailRefused` for the server's last word about this mail, `MailPutOff` where it takes it later,
 * `DependencyUnavailable` for everything that is not about this mail. `before`: where mails lay until a server was set.
 */
export class SmtpOutbox implements Outbox {
  constructor(
    /** Read anew for each mail. */
    private readonly settings: MailSettings,
    private readonly before: Outbox,
  ) {}

  async write(message: OutboxMessage): Promise<void> {
    const { from } = this.settings;
    const { noticeId, to } = message;
    const transport = createTransport(transportOf(this.settings));
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        messageId: `<${noticeId}@${domainOf(from)}>`,
        // No answers by machines, such as absences (RFC 3834).
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        ...mailText(message),
      });
    } catch (error) {
      // Without its cause: what the server says names the address.
      throw faultOf(error);
    } finally {
      transport.close();
    }
  }

  erase(addressee: Addressee): Promise<void> {
    return this.before.erase(addressee);
  }

  count(partyId: string): Promise<number> {
    return this.before.count(partyId);
  }
}

const transportOf = ({ url, username, password, ca, starttls, timeoutMs }: MailSettings): SMTPTransportOptions => {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'smtps:';
  return {
    host: hostname,
    port: port === '' ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: starttls === 'demanded',
    ...(username !== null && password !== null && { auth: { user: username, pass: password } }),
    tls: { minVersion: 'TLSv1.2', ...(ca !== null && { ca }) },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
};

/** The part after the `@` of `Guildhall <no-reply@guildhall.example>`. */
const domainOf = (from: string): string => from.slice(from.lastIndexOf('@') + 1).replace('>', '');

/** What nodemailer says of a failure; `command` is the one that the server answered with `responseCode`. */
type SmtpFailure = Readonly<{ code?: unknown; responseCode?: unknown; command?: unknown }>;

const faultOf = (error: unknown): Error => {
  const { code, responseCode, command } = error as SmtpFailure;
  const reply = typeof responseCode === 'number' ? responseCode : 0;
  const told = command === 'RCPT TO' ? 'mailbox_refused' : command === 'DATA' ? 'message_refused' : null;
  // 421: it closes all connections, so it is not about this mail (RFC 5321, 3.8).
  if (told === null || reply === 0 || reply === 421)
    return new DependencyUnavailable(`The mail server could not be used: ${String(code)} ${String(reply)} ${String(command)}`);
  return reply >= 500 ? new MailRefused({ reasonCode: told, reply }) : new MailPutOff(reply);
};

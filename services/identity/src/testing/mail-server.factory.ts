import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { certificatesForSpecs } from '@guildhall/testing';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

const own = certificatesForSpecs();
/** Who trusts it trusts the servers of this process. */
export const MAIL_AUTHORITY = own.authority;

export const MAIL_USER = { username: 'guildhall', password: 'first password' } as const;

/** A mail as it arrived: who it is for, and its source. */
export type ArrivedMail = Readonly<{ to: readonly string[]; source: string }>;

/** A server that keeps what it is sent; `refuse` makes it answer a step with another reply. */
export class MailServer {
  readonly arrived: ArrivedMail[] = [];
  /** Commands of clients that signed in. */
  readonly signedIn: string[] = [];
  password: string = MAIL_USER.password;
  private readonly replies = new Map<'RCPT TO' | 'DATA', number>();

  private constructor(private readonly server: SMTPServer) {}

  /** Offers STARTTLS and takes mails with the password only, unless told otherwise. */
  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const started = new MailServer(
      new SMTPServer({
        key: own.key,
        cert: own.certificate,
        closeTimeout: 100,
        disableReverseLookup: true,
        onAuth: ({ username, password }, _, answer) => {
          started.signedIn.push(`${username ?? ''}:${password ?? ''}`);
          const isRight = username === MAIL_USER.username && password === started.password;
          answer(isRight ? null : new Error('Wrong user or password'), isRight ? { user: username } : undefined);
        },
        onRcptTo: ({ address }, _, answer) => answer(started.refusal('RCPT TO', address)),
        onData: (stream, { envelope }, answer) => {
          void text(stream).then((source) => {
            const refusal = started.refusal('DATA', 'the message');
            if (!refusal) started.arrived.push({ to: envelope.rcptTo.map(({ address }) => address), source });
            answer(refusal);
          });
        },
        ...options,
      }),
    );
    // Of single connections, which tests break on purpose.
    started.server.on('error', () => undefined);
    started.server.listen(0, '127.0.0.1');
    await once(started.server.server, 'listening');
    return started;
  }

  get port(): number {
    return (this.server.server.address() as AddressInfo).port;
  }

  refuse(step: 'RCPT TO' | 'DATA', reply: number): void {
    this.replies.set(step, reply);
  }

  close(): Promise<void> {
    return new Promise((closed) => this.server.close(() => closed()));
  }

  private refusal(step: 'RCPT TO' | 'DATA', of: string): Error | null {
    const responseCode = this.replies.get(step);
    return responseCode === undefined ? null : Object.assign(new Error(`No ${of} here`), { responseCode });
  }
}

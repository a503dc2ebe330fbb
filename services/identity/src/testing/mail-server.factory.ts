import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Of this server alone: made for it, signed by itself, for `localhost`, good until 2098. Nothing else trusts it. */
const KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgx/cQZNYADne/X9Jk
ykJGcLgs9400Jd0IPEDcAEc0/x+hRANCAAQr5P8sHGfR0XVpWOC67U2C3dR+EW7B
20FqpX9JY7oBKceR1BITYNCZ5TrYTLvppmSCbvGyhjROTsBk9G8m3f5c
-----END PRIVATE KEY-----`;
export const MAIL_AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUGyeXBQD2UvSCFnKor9dEH2ZQnyYwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMzAzMTIwNFoYDzIwOTgwMTI5
MDMxMjA0WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQr5P8sHGfR0XVpWOC67U2C3dR+EW7B20FqpX9JY7oBKceR1BITYNCZ
5TrYTLvppmSCbvGyhjROTsBk9G8m3f5co28wbTAdBgNVHQ4EFgQUIQPAlaox1w8o
3lILRwiavOGS4YIwHwYDVR0jBBgwFoAUIQPAlaox1w8o3lILRwiavOGS4YIwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIhAKrqGxaEGby1uxOnq2xK4YtgMMJd0P5MPTJV9I7xByBCAiAp
4KbZhzQMG/PRKvx6kBtqQJ9/C4veJXIg2Gwz5FT0xg==
-----END CERTIFICATE-----`;

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
        key: KEY,
        cert: MAIL_AUTHORITY,
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

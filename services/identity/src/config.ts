import {
  ConfigError,
  holdsCertificates,
  type ConfigReader,
  readConfig,
  type Environment,
  type PublicSigningJwk,
  type SecretTexts,
  type ServiceConfig,
} from '@guildhall/service-kit';
import type { MailSettings } from './notifier/smtp-outbox.js';

/** Private Ed25519 key as a JWK (RFC 8037). */
export type PrivateSigningJwk = PublicSigningJwk & Readonly<{ d: string }>;

/** Configuration of identity. HMAC keys are 32 bytes. */
export type IdentityConfig = ServiceConfig &
  Readonly<{
    /**
     * Private part of `FIRST_SIGNING_KEY`: signs access tokens until the first rotation.
     *
     * @secret
     * @roles api
     */
    firstSigningKeyPrivate: PrivateSigningJwk;
    /**
     * Finds people by address without storing it, and is mixed into passwords: a new one locks everybody out, so it is never rotated.
     *
     * @roles api
     */
    emailHmacKey: Buffer;
    /**
     * Hashes the codes that are mailed.
     *
     * @roles api
     */
    codeHmacKey: Buffer;
    /**
     * Makes refresh tokens.
     *
     * @roles api
     */
    refreshHmacKey: Buffer;
    /**
     * Before a rotation: codes of then stay good.
     *
     * @roles api
     */
    formerCodeHmacKey?: Buffer | null;
    /**
     * Before a rotation: refresh tokens of then stay good.
     *
     * @roles api
     */
    formerRefreshHmacKey?: Buffer | null;
    /**
     * Proves who may name the first operators; 32 characters or more.
     *
     * @secret
     * @roles api
     */
    bootstrapSecret: string;
    /**
     * Folder of the notifier's outbox.
     *
     * @roles processor
     */
    outboxDir: string;
    /** Null: notices stay in the outbox. */
    mail?: MailSettings | null;
    /**
     * Least time of answers that must not tell whether an address is known.
     *
     * @roles api
     * @refused `0`, `399`
     */
    leastAnswerMs: number;
  }>;

/** `Guildhall <no-reply@guildhall.example>`, or the address alone. */
const SENDER = /^(?:[^<>@\r\n]{1,100} <[^\s<>@]{1,64}@[^\s<>@]{1,255}>|[^\s<>@]{1,64}@[^\s<>@]{1,255})$/;

const mailSettings = (read: ConfigReader): MailSettings | null => {
  const settings = {
    /**
     * Mail server that notices leave by; without it they stay in the outbox. `smtp://` begins in the clear and goes on by STARTTLS, which
     * production demands of the server.
     *
     * @takes `smtps://host:465`, `smtp://host:587`
     * @roles processor
     */
    url: read.optional('MAIL_URL'),
    /**
     * Sender of mails; has to be given with `MAIL_URL`.
     *
     * @takes `Guildhall <no-reply@guildhall.example>`, or the address alone
     * @roles processor
     */
    from: read.optional('MAIL_FROM'),
    /**
     * User at the mail server; without it nobody signs in.
     *
     * @roles processor
     */
    username: read.optional('MAIL_USERNAME'),
    /**
     * Its password.
     *
     * @secret
     * @roles processor
     */
    password: read.optional('MAIL_PASSWORD'),
    /**
     * Authorities that the mail server is trusted by as PEM text; without them those of the system.
     *
     * @roles processor
     */
    ca: read.optional('MAIL_CA'),
    /**
     * Time limit of each step of a mail: name, connection, greeting, answer.
     *
     * @roles processor
     */
    timeoutMs: read.integer('MAIL_TIMEOUT_MS', { min: 100, max: 60_000, fallback: 10_000 }),
  };
  const { url, from, username, password, ca } = settings;
  if (url === null) return null;
  const { protocol, hostname, username: user } = URL.canParse(url) ? new URL(url) : new URL('none:');
  if (!['smtp:', 'smtps:'].includes(protocol) || hostname === '') read.refuse('MAIL_URL must be smtps://host or smtp://host');
  if (user !== '') read.refuse('MAIL_URL names a user: MAIL_USERNAME and MAIL_PASSWORD are for that');
  if (from === null || !SENDER.test(from)) read.refuse('MAIL_FROM must be an address, or a name with an address in <>');
  if ((username === null) !== (password === null)) read.refuse('MAIL_USERNAME and MAIL_PASSWORD go together');
  if (ca !== null && !holdsCertificates(ca)) read.refuse('MAIL_CA holds no certificate that can be read');
  const starttls = read.production === 'production' ? 'demanded' : 'where offered';
  return { ...settings, url, from: from ?? '', starttls };
};

/** Shorter secrets could be guessed; `npm start` makes one of 43 characters. */
const LEAST_SECRET_LENGTH = 32;

/** Above what a sign-up takes on a busy machine, in ms. */
const LEAST_ANSWER_MS = 400;

/** Reads and checks the environment once, at boot. Throws `ConfigError` with one sentence a fault. */
export const identityConfig = (env: Environment = process.env, texts?: SecretTexts): IdentityConfig => {
  const extra = (read: ConfigReader) => {
    const bootstrapSecret = read.text('BOOTSTRAP_SECRET');
    if (bootstrapSecret !== '' && bootstrapSecret.length < LEAST_SECRET_LENGTH)
      read.refuse(`BOOTSTRAP_SECRET must have ${LEAST_SECRET_LENGTH} characters or more`);
    const leastAnswerMs = read.integer('LEAST_ANSWER_MS', { min: 0, max: 5_000, fallback: LEAST_ANSWER_MS });
    read.refuseInProduction(leastAnswerMs < LEAST_ANSWER_MS, `LEAST_ANSWER_MS is below ${LEAST_ANSWER_MS}`);
    // Made into keys once, at the start; and a new key for addresses locks everybody out.
    for (const name of ['FIRST_SIGNING_KEY_PRIVATE', 'EMAIL_HMAC_KEY']) read.keep(name);
    return {
      firstSigningKeyPrivate: read.json('FIRST_SIGNING_KEY_PRIVATE', privateJwk, 'the private JWK of FIRST_SIGNING_KEY', noKey),
      emailHmacKey: read.secret('EMAIL_HMAC_KEY'),
      codeHmacKey: read.secret('CODE_HMAC_KEY'),
      refreshHmacKey: read.secret('REFRESH_HMAC_KEY'),
      formerCodeHmacKey: read.formerSecret('CODE_HMAC_KEY'),
      formerRefreshHmacKey: read.formerSecret('REFRESH_HMAC_KEY'),
      bootstrapSecret,
      outboxDir: read.text('OUTBOX_DIR'),
      mail: mailSettings(read),
      leastAnswerMs,
    };
  };
  const config = readConfig(env, 'identity', extra, texts);
  const { firstSigningKey, firstSigningKeyPrivate } = config;
  if (firstSigningKey.kid !== firstSigningKeyPrivate.kid || firstSigningKey.x !== firstSigningKeyPrivate.x)
    throw new ConfigError(['FIRST_SIGNING_KEY_PRIVATE must be the private part of FIRST_SIGNING_KEY: same kid, same x']);
  return config;
};

/** The configuration of this process. */
export const ownConfig = (texts?: SecretTexts): IdentityConfig => identityConfig(process.env, texts);

/** Whether the routes of the sandbox clock exist in this process; known before the module is made. */
export const clockMode = (env: Environment = process.env): 'sandbox' | 'real-time' =>
  env['SANDBOX_MODE'] === 'true' ? 'sandbox' : 'real-time';

const noKey: PrivateSigningJwk = { kty: 'OKP', crv: 'Ed25519', x: '', kid: '', d: '' };

const privateJwk = (value: unknown): PrivateSigningJwk | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { kty, crv, x, kid, d } = value as Readonly<Record<string, unknown>>;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string' || typeof kid !== 'string' || typeof d !== 'string')
    return null;
  return kid !== '' && [x, d].every((part) => Buffer.from(part, 'base64url').length === 32) ? { kty, crv, x, kid, d } : null;
};

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { newId } from '@guildhall/kernel';
import { createTestService, type TestAnswer, type TestOverrides, type TestService } from '@guildhall/service-kit';
import { MailedCodes, type CodeIdentity } from '../application/credentials/mailed-codes.js';
import type { IdentityConfig } from '../config.js';
import type { CodePurpose } from '../domain/account/account.events.js';
import { identityModule } from '../identity.module.js';
import { definition } from '../identity.service.js';

export const BOOTSTRAP_SECRET = 'a-secret-of-the-tests-that-is-long-enough';

/** Settings of identity for specs: keys drawn anew each time. */
export const identitySettings = (): Partial<IdentityConfig> => {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key = { kty: 'OKP', crv: 'Ed25519', x, kid: 'first' } as const;
  return {
    firstSigningKey: key,
    firstSigningKeyPrivate: { ...key, d },
    emailHmacKey: randomBytes(32),
    codeHmacKey: randomBytes(32),
    refreshHmacKey: randomBytes(32),
    bootstrapSecret: BOOTSTRAP_SECRET,
    outboxDir: '',
    leastAnswerMs: 0,
  };
};

export type SignedInPerson = Readonly<{
  accountId: string;
  sessionId: string;
  email: string;
  password: string;
  accessToken: string;
  refreshToken: string;
}>;

/** The service in memory, with what people do in most specs. */
export class TestIdentity {
  private constructor(
    readonly service: TestService,
    private readonly codes: MailedCodes,
  ) {}

  static async start(overrides: TestOverrides = {}, mode: 'sandbox' | 'real-time' = 'sandbox'): Promise<TestIdentity> {
    const config = { ...identitySettings(), ...overrides.config };
    const service = await createTestService(definition, identityModule(mode), { ...overrides, config });
    return new TestIdentity(service, service.app.get(MailedCodes));
  }

  close(): Promise<void> {
    return this.service.close();
  }

  post(
    path: string,
    body: object = {},
    person?: Pick<SignedInPerson, 'accessToken'>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestAnswer> {
    const authorization = person ? { authorization: `Bearer ${person.accessToken}` } : {};
    return this.service.post(`/identity${path}`, { body, headers: { ...authorization, ...headers } });
  }

  get(path: string, person?: Pick<SignedInPerson, 'accessToken'>): Promise<TestAnswer> {
    return this.service.get(`/identity${path}`, person ? { headers: { authorization: `Bearer ${person.accessToken}` } } : {});
  }

  /** The code that was mailed last for a purpose, from the account's events. */
  async code(accountId: string, purpose: CodePurpose): Promise<string> {
    const type = { verify: 'EmailVerificationAsked', reset: 'PasswordResetAsked', 'email-change': 'EmailChangeAsked' }[purpose];
    const asked = (await this.events(`account-${accountId}`)).filter((event) => event.type === type).at(-1);
    const { codeId } = asked?.data as Pick<CodeIdentity, 'codeId'>;
    return this.codes.codeOf({ accountId, purpose, codeId });
  }

  events(stream: string) {
    return this.service.events(`identity.${stream}`);
  }

  async types(stream: string): Promise<readonly string[]> {
    return (await this.events(stream)).map(({ type }) => type);
  }

  registration(over: Readonly<Record<string, unknown>> = {}) {
    const accountId = newId();
    const contact = { email: `${accountId}@guildhall.example`, password: 'a long and private phrase', displayName: 'Ada' };
    const place = { country: 'DE', homeRegion: 'eu', locale: 'de-DE', timeZone: 'Europe/Berlin' };
    return { accountId, ...contact, ...place, ...over };
  }

  /** Signs up, verifies the address and signs in. */
  async join(over: Readonly<Record<string, unknown>> = {}): Promise<SignedInPerson> {
    const registration = this.registration(over);
    const { accountId, email } = registration;
    await this.post('/accounts', registration);
    await this.post('/accounts/email-verifications', { email, code: await this.code(accountId, 'verify') });
    return this.signIn(registration);
  }

  async signIn({ email, password }: Pick<SignedInPerson, 'email' | 'password'>): Promise<SignedInPerson> {
    const { status, body } = await this.post('/sessions', { email, password });
    if (status !== 201) throw new Error(`Sign-in: ${status} ${JSON.stringify(body)}`);
    return { email, password, ...(body as Omit<SignedInPerson, 'email' | 'password'>) };
  }
}

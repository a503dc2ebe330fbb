import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { EmailAddresses } from '../credentials/email-addresses.js';
import { IdentityAggregates } from '../identity-aggregates.js';
import { TestIdentity } from '../../testing/identity-service.js';

const MINUTE = 60_000;
const codeOf = ({ body }: Readonly<{ body: unknown }>) => (body as Readonly<{ code: string }>).code;

describe('Sign-up', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start()));
  afterAll(() => identity.close());
  const verify = (email: string, code: string) => identity.post('/accounts/email-verifications', { email, code });

  it('answers a free address and one in use alike; the owner of the latter gets a mail, and no second account is made', async () => {
    const first = identity.registration();
    const second = identity.registration({ email: first.email.toUpperCase() });
    const answers = [await identity.post('/accounts', first), await identity.post('/accounts', second)];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [202, {}],
      [202, {}],
    ]);
    expect(Object.keys(answers[0]?.headers ?? {})).toEqual(Object.keys(answers[1]?.headers ?? {}));
    expect(await identity.types(`account-${first.accountId}`)).toEqual([
      'AccountRegistered',
      'EmailVerificationAsked',
      'DuplicateSignUpSeen',
    ]);
    expect(await identity.types(`account-${second.accountId}`)).toEqual([]);
  });

  it('lets one of two simultaneous sign-ups with one address win', async () => {
    const email = `${newId()}@guildhall.example`;
    const both = [identity.registration({ email }), identity.registration({ email })];
    const answers = await Promise.all(both.map((registration) => identity.post('/accounts', registration)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const made = await Promise.all(both.map(({ accountId }) => identity.types(`account-${accountId}`)));
    expect(made.filter((types) => types.includes('AccountRegistered'))).toHaveLength(1);
    expect(made.flat().filter((type) => type === 'DuplicateSignUpSeen')).toHaveLength(1);
  });

  it('is one sign-up however often it is repeated under its key', async () => {
    const { accountId: _none, ...registration } = identity.registration();
    const headers = { 'idempotency-key': newId() };
    const answers = await Promise.all([1, 2, 3].map(() => identity.post('/accounts', registration, undefined, headers)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    const { owner } = await identity.service.app.get(EmailAddresses).find(registration.email);
    expect(await identity.types(`account-${owner?.accountId}`)).toEqual(['AccountRegistered', 'EmailVerificationAsked']);
  });

  it('does nothing under the account id of somebody else', async () => {
    const taken = identity.registration();
    await identity.post('/accounts', taken);
    const email = `${newId()}@guildhall.example`;
    expect(await identity.post('/accounts', identity.registration({ accountId: taken.accountId, email }))).toMatchObject({
      status: 202,
    });
    expect(await identity.types(`email-${identity.service.app.get(EmailAddresses).hashOf(email)}`)).toEqual([]);
  });

  it('frees an address after ten minutes when it died between reservation and account', async () => {
    const registration = identity.registration();
    const hash = identity.service.app.get(EmailAddresses).hashOf(registration.email);
    const at = new Date(identity.service.clock.nowMs()).toISOString();
    const context = {
      commandId: newId(),
      actor: { kind: 'account', id: 'x' },
      correlationId: 'c',
      causationId: 'c',
      occurredAt: at,
      region: 'eu',
    } as const;
    const { emails } = identity.service.app.get(IdentityAggregates);
    await emails.handle(hash, { type: 'ReserveEmail', data: { accountId: newId(), at, ownerExists: 'no' } }, context);
    await identity.post('/accounts', registration);
    expect(await identity.types(`account-${registration.accountId}`)).toEqual([]);
    identity.service.clock.advance(11 * MINUTE);
    await identity.post('/accounts', registration);
    expect(await identity.types(`account-${registration.accountId}`)).toContain('AccountRegistered');
  });

  it('refuses weak passwords before anything else, and bad input with pointers', async () => {
    const weak = identity.registration({ password: 'password1234' });
    expect(await identity.post('/accounts', weak)).toMatchObject({ status: 422, body: { code: 'IDENTITY.PASSWORD_WEAK' } });
    const { status, body } = await identity.post(
      '/accounts',
      identity.registration({ email: 'no', timeZone: 'Mars/Base', roles: ['operator'] }),
    );
    const pointers = (body as Readonly<{ errors: readonly { pointer: string }[] }>).errors.map(({ pointer }) => pointer);
    expect([status, [...new Set(pointers)].sort()]).toEqual([400, ['/email', '/roles', '/timeZone']]);
    const keyless = await identity.service.post('/identity/accounts', { key: null, body: identity.registration() });
    expect(keyless).toMatchObject({ status: 400, body: { code: 'COMMON.IDEMPOTENCY_KEY_MISSING' } });
  });

  it('keeps address, name and password out of the log', async () => {
    const registration = identity.registration({ displayName: 'Ada Lovelace-Byron' });
    await identity.post('/accounts', registration);
    const raw: unknown[] = [];
    for await (const { data, metadata } of identity.service.log.read(`identity.account-${registration.accountId}`))
      raw.push(data, metadata);
    const text = JSON.stringify(raw);
    for (const secret of [registration.email, registration.displayName, registration.password])
      expect(text).not.toContain(secret);
  });

  it('counts wrong codes down, then refuses the right one', async () => {
    const { accountId, email, ...rest } = identity.registration();
    await identity.post('/accounts', { accountId, email, ...rest });
    const right = await identity.code(accountId, 'verify');
    const wrong = right === '00000000' ? '00000001' : '00000000';
    const left: unknown[] = [];
    for (let n = 0; n < 5; n += 1) left.push((await verify(email, wrong)).body);
    expect(left).toEqual(
      [4, 3, 2, 1, 0].map((triesLeft) => expect.objectContaining({ code: 'IDENTITY.CODE_INVALID', status: 422, triesLeft })),
    );
    expect(await verify(email, right)).toMatchObject({ status: 410, body: { code: 'IDENTITY.CODE_EXPIRED' } });
    await identity.post('/accounts/email-verifications/repeats', { email });
    expect(await verify(email, await identity.code(accountId, 'verify'))).toMatchObject({ status: 200, body: {} });
  });

  it('answers codes for an unknown, a verified and a waiting address alike', async () => {
    const verified = await identity.join();
    const waiting = identity.registration();
    await identity.post('/accounts', waiting);
    const addresses = [verified.email, waiting.email, `${newId()}@guildhall.example`];
    const stories = await Promise.all(
      addresses.map(async (email) => {
        const asked = await identity.post('/password-resets', { email });
        const tries: string[] = [];
        for (let n = 0; n < 6; n += 1) {
          const newPassword = 'another long phrase';
          tries.push(codeOf(await identity.post('/password-resets/confirmations', { email, code: '12345678', newPassword })));
        }
        const repeated = await identity.post('/accounts/email-verifications/repeats', { email });
        return [asked.status, tries, repeated.status, codeOf(await verify(email, '12345678'))];
      }),
    );
    expect(stories[0]).toEqual([
      202,
      [...Array<string>(5).fill('IDENTITY.CODE_INVALID'), 'IDENTITY.CODE_EXPIRED'],
      202,
      'IDENTITY.CODE_INVALID',
    ]);
    expect(stories[1]).toEqual(stories[0]);
    expect(stories[2]).toEqual(stories[0]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@guildhall/kernel';
import { eventually } from '@guildhall/testing';
import { TestIdentity, type SignedInPerson } from '../../testing/identity-service.js';

const MINUTE = 60_000;
const newPassword = 'an entirely different phrase';

describe('Password and address', () => {
  let identity: TestIdentity;
  beforeAll(async () => void (identity = await TestIdentity.start()));
  afterAll(() => identity.close());
  const ended = (person: SignedInPerson) =>
    eventually('the session has ended', async () => (await identity.get('/sessions', person)).status === 401);

  it('are reset by a mailed code, which ends every session', async () => {
    const person = await identity.join();
    const { email, accountId, password } = person;
    expect(await identity.post('/password-resets', { email })).toMatchObject({ status: 202, body: {} });
    const code = await identity.code(accountId, 'reset');
    expect(await identity.post('/password-resets/confirmations', { email, code, newPassword: 'short' })).toMatchObject({
      status: 422,
    });
    expect(await identity.post('/password-resets/confirmations', { email, code, newPassword })).toMatchObject({
      status: 200,
      body: {},
    });
    expect(await identity.post('/password-resets/confirmations', { email, code, newPassword })).toMatchObject({ status: 410 });
    await ended(person);
    expect(await identity.post('/sessions', { email, password })).toMatchObject({ status: 401 });
    await identity.signIn({ email, password: newPassword });
  });

  it('are changed with the old password, which ends every session', async () => {
    const person = await identity.join();
    const change = (oldPassword: string, as = person) =>
      identity.post(`/accounts/${person.accountId}/password`, { oldPassword, newPassword }, as);
    expect(await change('wrong')).toMatchObject({ status: 401, body: { code: 'IDENTITY.CREDENTIALS_INVALID' } });
    expect(await change(person.password, await identity.join())).toMatchObject({ status: 404 });
    expect(await change(person.password)).toMatchObject({ status: 200 });
    await ended(person);
    await identity.signIn({ email: person.email, password: newPassword });
  });

  it('moves to a new address by the code sent there; the old one is free, other sessions end', async () => {
    const person = await identity.join();
    const other = await identity.signIn(person);
    const newEmail = `${newId()}@guildhall.example`;
    const base = `/accounts/${person.accountId}/email-changes`;
    expect(await identity.post(base, { newEmail }, person)).toMatchObject({ status: 202, body: {} });
    const code = await identity.code(person.accountId, 'email-change');
    expect(await identity.post(`${base}/confirmations`, { code }, person)).toMatchObject({ status: 200 });
    await ended(other);
    expect(await identity.get(`/accounts/${person.accountId}`, person)).toMatchObject({ status: 200, body: { email: newEmail } });
    expect(await identity.post('/sessions', { email: person.email, password: person.password })).toMatchObject({ status: 401 });
    await identity.signIn({ email: newEmail, password: person.password });
    const next = await eventually('the old address is free', async () => {
      const registration = identity.registration({ email: person.email });
      await identity.post('/accounts', registration);
      return (await identity.types(`account-${registration.accountId}`)).length > 0 && registration;
    });
    expect(next.email).toBe(person.email);
  });

  it('does not move to the address of somebody else, who is told; the answers are the same', async () => {
    const [person, owner] = [await identity.join(), await identity.join()];
    const base = `/accounts/${person.accountId}/email-changes`;
    expect(await identity.post(base, { newEmail: owner.email }, person)).toMatchObject({ status: 202, body: {} });
    expect(await identity.types(`account-${owner.accountId}`)).toContain('DuplicateSignUpSeen');
    expect(await identity.types(`account-${person.accountId}`)).not.toContain('EmailChangeAsked');
    const confirmed = await identity.post(`${base}/confirmations`, { code: '12345678' }, person);
    expect(confirmed).toMatchObject({ status: 422, body: { code: 'IDENTITY.CODE_INVALID', triesLeft: 4 } });
  });

  it('asks for the password again when it was given more than five minutes ago', async () => {
    const person = await identity.join();
    identity.service.clock.advance(4 * MINUTE);
    const { body } = await identity.post('/sessions/refreshes', { refreshToken: person.refreshToken });
    identity.service.clock.advance(2 * MINUTE);
    const late = body as SignedInPerson;
    const ask = (accessToken: string) =>
      identity.post(`/accounts/${person.accountId}/email-changes`, { newEmail: `${newId()}@guildhall.example` }, { accessToken });
    expect(await ask(late.accessToken)).toMatchObject({ status: 401, body: { code: 'IDENTITY.STEP_UP_REQUIRED' } });
    const stepped = await identity.post('/sessions/step-ups', { password: person.password }, late);
    expect(await ask((stepped.body as SignedInPerson).accessToken)).toMatchObject({ status: 202 });
  });
});

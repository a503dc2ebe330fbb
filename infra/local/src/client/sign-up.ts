import type { Api } from './api.js';
import type { LocalOutbox } from './outbox.js';
import { Person, type Credentials } from './person.js';

export type SignUp = Credentials & Readonly<{ displayName: string; country: string; locale: string; timeZone: string }>;

/** Signs somebody up as a person would: registers, reads the code in the mail, verifies, signs in. */
export const signUp = async (api: Api, outbox: LocalOutbox, wanted: SignUp): Promise<Person> => {
  const { email } = wanted;
  const before = new Set((await outbox.all()).map(({ noticeId }) => noticeId));
  await api.post('/identity/accounts', { ...wanted, homeRegion: 'eu' });
  const { data } = await outbox.wait(email, 'email-verification', before);
  await api.post('/identity/accounts/email-verifications', { email, code: data['code'] ?? '' });
  return Person.signIn(api, wanted);
};

import { randomUUID } from 'node:crypto';
import type { Person } from '@guildhall/local';
import { secretsOf } from '../../market/secrets.js';
import { forEach, theOperator, type AccessTable } from './access-table.js';
import type { Scene } from './scene.js';

const newAddress = (): string => `somebody.${randomUUID().slice(0, 8)}@example.org`;
const newPassword = (): string => `pw-${randomUUID()}`;

const account = ({ accountId }: Person) => ({ params: { accountId } });

/** Somebody who has registered and not yet shown that the address is theirs. */
const registered = async ({ market }: Scene): Promise<string> => {
  const email = newAddress();
  await market.api.post('/identity/accounts', { ...signUpOf(email) });
  return email;
};

const signUpOf = (email: string) => ({
  email,
  password: newPassword(),
  displayName: 'Somebody',
  country: 'DE',
  homeRegion: 'eu',
  locale: 'en-GB',
  timeZone: 'Europe/Berlin',
});

const codeFor = async ({ market }: Scene, email: string, template: string): Promise<string> =>
  (await market.outbox.wait(email, template)).data['code'] ?? '';

/** Somebody new asks about the own account. */
const ofSomebody = async ({ market }: Scene, body: (person: Person) => object) => {
  const by = await market.newPerson('somebody');
  return { by, ...account(by), body: body(by) };
};

const withRole = async ({ market }: Scene): Promise<Person> => {
  const person = await market.newPerson('somebody');
  await person.post(`/identity/accounts/${person.accountId}/roles`, { role: 'freelancer' });
  return person;
};

const proposedClosure = async ({ lasting, people }: Scene) => {
  const [, { person, restrictionId }] = lasting.suspended;
  await people.operator.post(`/identity/accounts/${person.accountId}/closures`, { restrictionId, reasonCode: 'fraud_proven' });
  return { by: people.secondOperator, ...account(person), body: { restrictionId } };
};

/** A session of the client beside the one that acts. */
const otherSession = async ({ market, people: { client } }: Scene) => {
  const { email, password } = client.credentials;
  const { body } = await market.api.post<{ refreshToken: string }>('/identity/sessions', { email, password });
  const [sessionId = ''] = body.refreshToken.split('.');
  return { sessionId, refreshToken: body.refreshToken };
};

/** Accounts, passwords, addresses, roles and sessions. */
export const identityAccounts: AccessTable = {
  'sign-up.sign-up': { public: () => ({ by: null, body: signUpOf(newAddress()) }) },
  'verify-email.verify': {
    public: async (scene) => {
      const email = await registered(scene);
      return { by: null, body: { email, code: await codeFor(scene, email, 'email-verification') } };
    },
  },
  'verify-email.repeat': { public: async (scene) => ({ by: null, body: { email: await registered(scene) } }) },
  'reset-password.ask': {
    public: async (scene) => ({ by: null, body: { email: (await scene.bystander()).credentials.email } }),
  },
  'reset-password.confirm': {
    public: async (scene) => {
      const { email } = (await scene.market.newPerson('forgetful')).credentials;
      await scene.market.api.post('/identity/password-resets', { email });
      const code = await codeFor(scene, email, 'password-reset');
      return { by: null, body: { email, code, newPassword: newPassword() } };
    },
  },
  'change-password.change': {
    'own party': (scene) =>
      ofSomebody(scene, ({ credentials }) => ({ oldPassword: credentials.password, newPassword: newPassword() })),
  },
  'change-email.ask': { 'own party': (scene) => ofSomebody(scene, () => ({ newEmail: newAddress() })) },
  'change-email.confirm': {
    'own party': async (scene) => {
      const by = await scene.market.newPerson('somebody');
      const newEmail = newAddress();
      await by.stepUp();
      await by.post(`/identity/accounts/${by.accountId}/email-changes`, { newEmail });
      return { by, ...account(by), body: { code: await codeFor(scene, newEmail, 'email-change-new') } };
    },
  },
  'close-account.close': {
    'own party': (scene) => ofSomebody(scene, () => ({ reasonCode: 'own_wish' })),
    operator: ({ people, lasting: { suspended } }) => {
      const [{ person, restrictionId }] = suspended;
      return { by: people.operator, ...account(person), body: { restrictionId, reasonCode: 'fraud_proven' } };
    },
  },
  'close-account.approve': { operator: proposedClosure },
  'subjects.show': { operator: ({ people: { operator, client } }) => ({ by: operator, ...account(client) }) },
  'subjects.forget': {
    operator: async ({ market, people: { operator } }) => {
      const person = await market.newPerson('leaver');
      await person.post(`/identity/accounts/${person.accountId}/closures`, { reasonCode: 'own_wish' });
      // Drops the generations that other rows switch to or from.
      return { by: operator, ...account(person), body: { reason: 'asked by letter' }, last: true };
    },
  },
  'erasures-list.list': { operator: ({ people: { operator } }) => ({ by: operator }) },
  'own-erasure.show': { 'own party': ({ people: { client } }) => ({ by: client, ...account(client) }) },
  'own-erasure.ask': { 'own party': async (scene) => ({ ...(await ofSomebody(scene, () => ({}))), last: true }) },
  'publish-profile.publish': {
    'own party': ({ people: { freelancer } }) => ({
      by: freelancer,
      ...account(freelancer),
      body: {
        displayName: 'Free Lancer',
        about: 'Listings for small shops.',
        skills: ['marketplace-seo'],
        languages: [{ code: 'en', level: 'C1' }],
        timeZone: 'Europe/Berlin',
        workModes: ['remote'],
        country: 'DE',
      },
    }),
  },
  'take-role.take': { 'own party': (scene) => ofSomebody(scene, () => ({ role: 'freelancer' })) },
  'withdraw-role.withdraw': {
    'own party': async (scene) => {
      const by = await withRole(scene);
      return { by, params: { accountId: by.accountId, role: 'freelancer' }, body: { reasonCode: 'own_wish' } };
    },
    operator: async (scene) => {
      const { accountId } = await withRole(scene);
      return { by: scene.people.operator, params: { accountId, role: 'freelancer' }, body: { reasonCode: 'terms_breach' } };
    },
  },
  'grant-staff-role.propose': {
    operator: async (scene) => ({
      by: scene.people.operator,
      ...account(await scene.bystander()),
      body: { role: 'trust_safety', reason: 'a new colleague' },
    }),
  },
  'grant-staff-role.approve': {
    operator: async ({ market, people: { operator, secondOperator } }) => {
      const { accountId } = await market.newPerson('candidate');
      const body = { reason: 'a new colleague' };
      await operator.post(`/identity/accounts/${accountId}/staff-roles`, { role: 'trust_safety', ...body });
      return { by: secondOperator, params: { accountId, role: 'trust_safety' }, body };
    },
  },
  'show-account.show': forEach({ 'own party': ({ people }) => people.client, operator: theOperator }, ({ people }) =>
    account(people.client),
  ),
  'sign-in.sign-in': {
    public: ({ people: { client } }) => {
      const { email, password } = client.credentials;
      return { by: null, body: { email, password } };
    },
  },
  'refresh-session.refresh': {
    public: async (scene) => ({ by: null, body: { refreshToken: (await otherSession(scene)).refreshToken } }),
  },
  'step-up.step-up': {
    'signed-in': ({ people: { client } }) => ({ by: client, body: { password: client.credentials.password } }),
  },
  'end-session.end': {
    'own party': async (scene) => ({
      by: scene.people.client,
      params: { sessionId: (await otherSession(scene)).sessionId },
    }),
  },
  'end-other-sessions.end-others': { 'signed-in': async ({ market }) => ({ by: await market.newPerson('somebody') }) },
  'list-sessions.list': { 'signed-in': ({ people }) => ({ by: people.client }) },
  'bootstrap-operators.bootstrap': {
    public: async ({ people: { operator, secondOperator } }) => {
      const { bootstrapSecret: secret } = await secretsOf<{ bootstrapSecret: string }>();
      const accountIds = [operator.accountId, secondOperator.accountId];
      return { by: null, body: { secret, accountIds }, spent: 'IDENTITY.BOOTSTRAP_USED' };
    },
  },
};

import {
  Api,
  ApiRefused,
  LocalOutbox,
  Person,
  signUp,
  verifyFreelancer,
  verifyOrganisation,
  eventually,
} from '../client/index.js';
import { seedCredentials, seedId } from './credentials.js';
import type { Seed, SeedablePlatform } from './seed.js';

const PEOPLE = ['operator-1', 'operator-2', 'mediator', 'arbitrator', 'moderator', 'client', 'freelancer'] as const;
type Name = (typeof PEOPLE)[number];
const ORGANISATION = { name: 'Nordlicht Handel GmbH', country: 'DE' };

/** The organisation that the first client acts for. */
export const firstOrganisationId = seedId('organisation');

type Sower = Readonly<{ api: Api; outbox: LocalOutbox; platform: SeedablePlatform }>;

/** Signs in, or signs up where nobody of that name is there yet. */
const enter = async ({ api, outbox, platform }: Sower, name: Name): Promise<Person> => {
  const credentials = seedCredentials(name, platform.bootstrapSecret);
  try {
    return await Person.signIn(api, credentials);
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'IDENTITY.CREDENTIALS_INVALID') throw error;
    return signUp(api, outbox, { ...credentials, displayName: name, country: 'DE', locale: 'en-GB', timeZone: 'Europe/Berlin' });
  }
};

const rolesOf = async (person: Person): Promise<readonly string[]> =>
  (await person.get<{ roles: readonly string[] }>(`/identity/accounts/${person.accountId}`)).roles;

const bootstrapOperators = async ({ api, platform }: Sower, first: Person, second: Person): Promise<void> => {
  if ((await rolesOf(first)).includes('operator')) return;
  await api.post('/identity/bootstrap', { secret: platform.bootstrapSecret, accountIds: [first.accountId, second.accountId] });
  await Promise.all([first.renew(), second.renew()]);
};

/** A staff role: proposed by one operator, approved by the other. */
const grantStaffRole = async (person: Person, role: string, operators: readonly [Person, Person]): Promise<void> => {
  if ((await rolesOf(person)).includes(role)) return;
  const [first, second] = operators;
  await first.post(`/identity/accounts/${person.accountId}/staff-roles`, { role, reason: 'first people' });
  await second.post(`/identity/accounts/${person.accountId}/staff-roles/${role}/approvals`, { reason: 'first people' });
  await person.renew();
};

type Capabilities = Readonly<{ capabilities: Readonly<Record<string, Readonly<{ state: string }>>> }>;
const isEnabled = async (person: Person, capability: string): Promise<boolean> => {
  const { capabilities } = await person.get<Capabilities>(`/identity/parties/${person.partyId}/capabilities`);
  return capabilities[capability]?.state === 'enabled';
};

/** An arbitrator is a mediator with the capability `arbitrate`: two reviewers look at the training. */
const openArbitration = async (arbitrator: Person, operators: readonly [Person, Person]): Promise<void> => {
  if (await isEnabled(arbitrator, 'arbitrate')) return;
  const items = { arbitration_training: { certificateHash: `sha256:${'a1'.repeat(32)}` } };
  await arbitrator.post(`/identity/parties/${arbitrator.accountId}/submissions`, { capabilities: ['arbitrate'], items });
  for (const operator of operators) {
    await operator.post(`/identity/reviews/${arbitrator.accountId}/decisions`, {
      decision: 'pass',
      reasonCode: 'documents_match',
    });
  }
  await eventually('the capability arbitrate', async () => ((await isEnabled(arbitrator, 'arbitrate')) ? true : undefined));
};

const openClient = async (person: Person, moderator: Person): Promise<void> => {
  await person.post(`/identity/accounts/${person.accountId}/roles`, { role: 'client' });
  const organisation = { organisationId: firstOrganisationId, ...ORGANISATION, homeRegion: 'eu' };
  await person.post('/identity/organisations', organisation, { key: firstOrganisationId });
  const client = await person.actingFor(firstOrganisationId);
  if (await isEnabled(client, 'hire')) return;
  await verifyOrganisation(client, moderator, { ...ORGANISATION, testToken: 'tok_ok' });
};

const openFreelancer = async (freelancer: Person, moderator: Person): Promise<void> => {
  await freelancer.post(`/identity/accounts/${freelancer.accountId}/roles`, { role: 'freelancer' });
  if (await isEnabled(freelancer, 'withdraw')) return;
  await verifyFreelancer(freelancer, moderator, { name: 'First Freelancer', country: 'DE', destinationToken: 'dst_ok' });
};

/** Two operators, mediator, arbitrator, moderator, one client organisation and one freelancer, by ordinary commands. */
export const firstPeople: Seed = {
  title: 'the first people',
  sow: async (platform) => {
    const sower: Sower = { api: new Api(platform.edgeUrl), outbox: new LocalOutbox(platform.outboxDir), platform };
    const entered = new Map<Name, Person>();
    for (const name of PEOPLE) entered.set(name, await enter(sower, name));
    const person = (name: Name): Person => entered.get(name) as Person;
    const operators = [person('operator-1'), person('operator-2')] as const;
    await bootstrapOperators(sower, ...operators);
    await grantStaffRole(person('mediator'), 'mediator', operators);
    await grantStaffRole(person('arbitrator'), 'mediator', operators);
    await grantStaffRole(person('moderator'), 'trust_safety', operators);
    await openArbitration(person('arbitrator'), operators);
    await openClient(person('client'), person('moderator'));
    await openFreelancer(person('freelancer'), person('moderator'));
    for (const name of PEOPLE) {
      const { email, password } = seedCredentials(name, platform.bootstrapSecret);
      platform.say(`  ${name.padEnd(12)} ${email.padEnd(34)} ${password}`);
    }
    platform.say(`  the client acts for ${ORGANISATION.name}: Guildhall-Party: ${firstOrganisationId}`);
  },
};

import { createHash } from 'node:crypto';
import { eventually } from '@guildhall/local';
import type { Action } from '../story/story.js';
import type { Cast } from './cast.js';

type Of<K extends Action['kind']> = Extract<Action, { kind: K }>;
type Capabilities = Readonly<{ capabilities: Readonly<Record<string, Readonly<{ state: string }>>> }>;

const documentHash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export const signsUp = async (cast: Cast, { actor }: Of<'sign_up'>): Promise<void> => {
  const { email, name, country, timeZone, side } = cast.described(actor);
  const member = await cast.market.join({ email, displayName: name, country, timeZone });
  await member.post(`/identity/accounts/${member.accountId}/roles`, { role: side });
  await member.renew();
  cast.enters(actor, member);
};

export const foundsOrganisation = async (
  cast: Cast,
  { actor, name, country, organisationId: local }: Of<'found_organisation'>,
): Promise<void> => {
  const owner = cast.member(actor);
  const { organisationId } = await owner.post<{ organisationId: string }>('/identity/organisations', {
    name,
    country,
    homeRegion: 'eu',
  });
  cast.learns(local, organisationId);
  cast.enters(actor, await owner.actingFor(organisationId));
};

export const addsInstrument = async (
  cast: Cast,
  { actor, instrumentId: local, testToken, holderName }: Of<'add_instrument'>,
): Promise<void> => {
  const payer = cast.member(actor);
  const { country } = cast.described(actor);
  const path = `/payments/parties/${payer.partyId}/instruments`;
  const { instrumentId } = await cast.post<{ instrumentId: string }>(payer, path, { testToken, holderName, country });
  cast.learns(local, instrumentId);
};

export const addsDestination = async (
  cast: Cast,
  { actor, destinationId: local, testToken, method }: Of<'add_destination'>,
): Promise<void> => {
  const payee = cast.member(actor);
  await payee.stepUp();
  const path = `/payments/parties/${payee.partyId}/payout-destinations`;
  const { destinationId } = await cast.post<{ destinationId: string }>(payee, path, {
    testToken,
    method,
    country: cast.described(actor).country,
  });
  cast.learns(local, destinationId);
};

const itemsOf = (cast: Cast, actor: string): object => {
  const { name, country, organisation } = cast.described(actor);
  if (organisation) {
    const beneficialOwner = { name, dateOfBirth: '1980-04-01' };
    return { legal_name: organisation.name, registration_number: `HRB ${organisation.id}`, beneficial_owner: beneficialOwner };
  }
  return {
    legal_name: name,
    date_of_birth: '1990-05-17',
    address: { line1: '1 Market Square', city: 'Springfield', postalCode: '10115', country },
    id_document: {
      kind: 'passport',
      number: 'C01X00T47',
      documentHash: documentHash(`passport of ${actor}`),
      expiresAt: '2049-06-30',
    },
    tax_form: { kind: 'w8ben', tin: '99-1234567', documentHash: documentHash(`tax form of ${actor}`) },
  };
};

/** Supplies what the capabilities ask for and has the moderator look at it; waits until the gates are open. */
export const isVerified = async (cast: Cast, { actor, capabilities }: Of<'verify'>): Promise<void> => {
  const party = cast.member(actor);
  const path = `/identity/parties/${party.partyId}`;
  const wanted = capabilities.filter((capability) => capability !== 'get_paid');
  if (wanted.length > 0) {
    await cast.post(party, `${path}/submissions`, { capabilities: wanted, items: itemsOf(cast, actor) });
    await cast.post(await cast.market.staff('moderator'), `/identity/reviews/${party.partyId}/decisions`, {
      decision: 'pass',
      reasonCode: 'documents_match',
    });
  }
  await eventually(`${capabilities.join(', ')} of ${actor}`, async () => {
    const { capabilities: gates } = await party.get<Capabilities>(`${path}/capabilities`);
    return capabilities.every((capability) => gates[capability]?.state === 'enabled') || undefined;
  });
};

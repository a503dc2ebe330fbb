import { createHash } from 'node:crypto';
import { eventually } from './eventually.js';
import type { Person } from './person.js';

type Capabilities = Readonly<{ capabilities: Readonly<Record<string, Readonly<{ state: string }>>> }>;

const documentHash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

const untilEnabled = (person: Person, capability: string): Promise<true> =>
  eventually(`${capability} of ${person.partyId}`, async () => {
    const { capabilities } = await person.get<Capabilities>(`/identity/parties/${person.partyId}/capabilities`);
    return capabilities[capability]?.state === 'enabled' ? true : undefined;
  });

const reviewed = async (party: Person, reviewer: Person, capabilities: readonly string[], items: object): Promise<void> => {
  await party.post(`/identity/parties/${party.partyId}/submissions`, { capabilities, items });
  await reviewer.post(`/identity/reviews/${party.partyId}/decisions`, { decision: 'pass', reasonCode: 'documents_match' });
};

/** Opens `hire` for an organisation: documents reviewed and a billing method that the provider checked. */
export const verifyOrganisation = async (
  party: Person,
  reviewer: Person,
  company: Readonly<{ name: string; country: string; testToken: string }>,
): Promise<string> => {
  const { name, country, testToken } = company;
  const { instrumentId } = await party.post<{ instrumentId: string }>(`/payments/parties/${party.partyId}/instruments`, {
    testToken,
    holderName: name,
    country,
  });
  const beneficialOwner = { name: `Owner of ${name}`, dateOfBirth: '1980-04-01' };
  await reviewed(party, reviewer, ['hire'], {
    legal_name: name,
    registration_number: `HRB ${party.partyId.slice(0, 6)}`,
    beneficial_owner: beneficialOwner,
  });
  await untilEnabled(party, 'hire');
  return instrumentId;
};

/** Opens `withdraw` for a freelancer: documents reviewed and a destination for payouts. */
export const verifyFreelancer = async (
  party: Person,
  reviewer: Person,
  person: Readonly<{ name: string; country: string; destinationToken: string }>,
): Promise<string> => {
  await party.stepUp();
  const destination = { testToken: person.destinationToken, method: 'bank_transfer', country: person.country };
  const { destinationId } = await party.post<{ destinationId: string }>(
    `/payments/parties/${party.partyId}/payout-destinations`,
    destination,
  );
  await reviewed(party, reviewer, ['withdraw'], {
    legal_name: person.name,
    date_of_birth: '1990-05-17',
    address: { line1: '1 Market Square', city: 'Springfield', postalCode: '10115', country: person.country },
    id_document: {
      kind: 'passport',
      number: 'C01X00T47',
      documentHash: documentHash(`passport of ${party.partyId}`),
      expiresAt: '2034-06-30',
    },
    tax_form: { kind: 'w8ben', tin: '99-1234567', documentHash: documentHash(`tax form of ${party.partyId}`) },
  });
  await untilEnabled(party, 'withdraw');
  return destinationId;
};

import type { Person } from '@guildhall/local';

type Stage = 'notice' | 'limited' | 'suspended';

/** A step of the ladder against a party; a suspension at once needs fraud as its reason. `reviewDate`: a UTC day. */
export const stepAgainst = (partyId: string, stage: Stage, reviewDate?: string) => ({
  partyId,
  stage,
  scope: ['propose'],
  reasonCode: stage === 'suspended' ? 'fraud_suspected' : 'terms_breach',
  evidenceRefs: ['case-1'],
  ...(reviewDate === undefined ? {} : { reviewDate }),
});

/** Takes a step; a suspension waits for a second operator. */
export const restrict = async (by: Person, partyId: string, stage: Stage, reviewDate?: string): Promise<string> => {
  const step = stepAgainst(partyId, stage, reviewDate);
  return (await by.post<{ restrictionId: string }>('/identity/restrictions', step)).restrictionId;
};

/** A suspension that two operators agreed on, to be looked at again on a UTC day. */
export const suspend = async (operators: readonly [Person, Person], partyId: string, reviewDate: string): Promise<string> => {
  const [first, second] = operators;
  const restrictionId = await restrict(first, partyId, 'suspended', reviewDate);
  await second.post(`/identity/restrictions/${restrictionId}/approvals`);
  return restrictionId;
};

import { send, type Command, type OwnEvent, type Reaction } from '@guildhall/kernel';
import type { AccountRole } from '../../domain/account/account.events.js';
import { wantedBy } from '../../domain/verification/kyc-policy.js';
import type { Capability } from '../../domain/verification/verification.types.js';

/** Opens a party's verification; kind and country come from the write model. */
export type OpenVerificationOf = Command<
  'OpenVerificationOf',
  Readonly<{ partyId: string; capabilities: readonly Capability[] }>
>;

type Input =
  OwnEvent<'RoleGranted', { accountId: string; role: AccountRole }> | OwnEvent<'OrganisationCreated', { organisationId: string }>;

/** Roles that somebody takes to work or to hire; a mediator is opened by showing the training. */
const OPENING: readonly AccountRole[] = ['freelancer', 'client'];

const opened = (partyId: string, by: string) => {
  const command: OpenVerificationOf = { type: 'OpenVerificationOf', data: { partyId, capabilities: wantedBy(by) } };
  return [send('open', command)];
};

export const verificationOpening: Reaction<Input> = {
  kind: 'reaction',
  name: 'verification-opening',
  from: ['identity.account', 'identity.organisation'],
  react: ({ type, data }) => {
    if (type === 'OrganisationCreated') return opened(data.organisationId, 'organisation');
    if (type !== 'RoleGranted' || !OPENING.includes(data.role)) return [];
    return opened(data.accountId, data.role);
  },
};

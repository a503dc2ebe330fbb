import type {
  AccountClosed,
  CapabilityDisabled,
  CapabilityEnabled,
  OrganisationCreated,
  ProfilePublished,
  RoleGranted,
  RoleWithdrawn,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { ProcessCommand } from '../process-commands.js';

type Told =
  | FactInput<RoleGranted>
  | FactInput<RoleWithdrawn>
  | FactInput<ProfilePublished>
  | FactInput<OrganisationCreated>
  | FactInput<CapabilityEnabled>
  | FactInput<CapabilityDisabled>
  | FactInput<AccountClosed>;

const order = (step: string, command: ProcessCommand): Send => send(step, command);
const nothing = (partyId: string): readonly Send[] => [order('note', { type: 'NoteNothingOfParty', data: { partyId } })];

/** What identity tells: countries and languages of parties, who mediates and who arbitrates. Conditions keep the source's revision. */
export const hearParties: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-parties',
  from: [],
  react(input, { revision: sourceRevision }) {
    switch (input.type) {
      case 'guildhall.identity.role-granted.v1': {
        const { accountId, role } = input.data;
        if (role !== 'mediator') return nothing(accountId);
        return [order('pool', { type: 'NoteMediator', data: { accountId, sourceRevision } })];
      }
      case 'guildhall.identity.role-withdrawn.v1': {
        const { accountId, role, reasonCode } = input.data;
        if (role !== 'mediator') return nothing(accountId);
        return [order('pool', { type: 'NoteMediatorGone', data: { accountId, reasonCode, sourceRevision } })];
      }
      case 'guildhall.identity.profile-published.v1': {
        const { partyId, country, languages, timeZone } = input.data;
        const spoken = languages.map(({ code }) => code);
        return [order('note', { type: 'NoteProfile', data: { partyId, country, languages: spoken, timeZone, sourceRevision } })];
      }
      case 'guildhall.identity.organisation-created.v1': {
        const { organisationId, ownerAccountId, country } = input.data;
        return [
          order('organisation', { type: 'NoteOrganisation', data: { partyId: organisationId, ownerAccountId, country } }),
          order('owner', { type: 'NoteOwnership', data: { partyId: ownerAccountId, organisationId } }),
        ];
      }
      case 'guildhall.identity.capability-enabled.v1': {
        const { partyId, capability } = input.data;
        if (capability !== 'arbitrate') return nothing(partyId);
        return [order('pool', { type: 'NoteArbitration', data: { accountId: partyId, sourceRevision } })];
      }
      case 'guildhall.identity.capability-disabled.v1': {
        const { partyId, capability } = input.data;
        if (capability !== 'arbitrate') return nothing(partyId);
        return [order('pool', { type: 'NoteArbitrationGone', data: { accountId: partyId, sourceRevision } })];
      }
      case 'guildhall.identity.account-closed.v1': {
        const { accountId, partyId, reasonCode, closedAt } = input.data;
        return [
          order('party', { type: 'NotePartyClosed', data: { partyId, reasonCode, closedAt } }),
          order('pool', { type: 'NoteMediatorClosed', data: { accountId, reasonCode } }),
        ];
      }
    }
  },
};

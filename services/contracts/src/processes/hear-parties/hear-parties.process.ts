import type {
  AccountClosed,
  CapabilityDisabled,
  CapabilityEnabled,
  PartyRestricted,
  RestrictionLifted,
} from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { PartyCommand } from '../../domain/party/party.decider.js';

type Told =
  | FactInput<CapabilityEnabled>
  | FactInput<CapabilityDisabled>
  | FactInput<PartyRestricted>
  | FactInput<RestrictionLifted>
  | FactInput<AccountClosed>;

const note = (command: PartyCommand): readonly Send[] => [send('note', command)];

/** What identity tells of a party is noted in `contracts.party-<partyId>`, with the source's revision where it states a condition. */
export const hearParties: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-parties',
  from: [],
  react(input, { revision: sourceRevision, occurredAt: at }) {
    switch (input.type) {
      case 'guildhall.identity.capability-enabled.v1': {
        const { partyId, capability, policyVersion } = input.data;
        return note({ type: 'NoteCapabilityOpened', data: { partyId, capability, policyVersion, sourceRevision } });
      }
      case 'guildhall.identity.capability-disabled.v1': {
        const { partyId, capability, disabledReason, currentlyDue } = input.data;
        return note({
          type: 'NoteCapabilityClosed',
          data: { partyId, capability, disabledReason, currentlyDue, sourceRevision },
        });
      }
      case 'guildhall.identity.party-restricted.v1': {
        const { partyId, restrictionId, stage, scope, carveOut, reasonCode, reviewDate } = input.data;
        const restriction = { partyId, restrictionId, stage, scope, carveOut, reasonCode, reviewDate };
        return note({ type: 'NoteRestriction', data: { ...restriction, sourceRevision, at } });
      }
      case 'guildhall.identity.restriction-lifted.v1': {
        const { partyId, restrictionId, cause } = input.data;
        return note({ type: 'NoteRestrictionLifted', data: { partyId, restrictionId, cause, sourceRevision, at } });
      }
      case 'guildhall.identity.account-closed.v1': {
        const { partyId, accountId, closedAt } = input.data;
        return note({ type: 'NoteAccountClosed', data: { partyId, accountId, closedAt } });
      }
    }
  },
};

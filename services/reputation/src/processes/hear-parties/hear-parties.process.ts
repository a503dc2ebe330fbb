import type { AccountClosed, BriefClosed, BriefPublished, PartyRestricted, RestrictionLifted } from '@guildhall/event-catalogue';
import { send, type FactInput, type Reaction, type Send } from '@guildhall/kernel';
import type { PartyCommand } from '../../domain/party/party.decider.js';

type Told =
  | FactInput<PartyRestricted>
  | FactInput<RestrictionLifted>
  | FactInput<AccountClosed>
  | FactInput<BriefPublished>
  | FactInput<BriefClosed>;

const note = (command: PartyCommand): readonly Send[] => [send('note', command)];

/** What identity and gigs tell of a party is noted in `reputation.party-<partyId>`. */
export const hearParties: Reaction<Told> = {
  kind: 'reaction',
  name: 'hear-parties',
  from: [],
  react({ type, data }, { revision: sourceRevision, occurredAt: at }) {
    switch (type) {
      case 'guildhall.identity.party-restricted.v1': {
        const { partyId, restrictionId, stage, scope, reasonCode, reviewDate } = data;
        const told = { restrictionId, stage, scope, reasonCode, reviewDate, sourceRevision, beganAt: at };
        return note({ type: 'NoteRestriction', data: { partyId, told } });
      }
      case 'guildhall.identity.restriction-lifted.v1': {
        const { partyId, restrictionId, cause } = data;
        return note({
          type: 'NoteRestrictionLifted',
          data: { partyId, told: { restrictionId, cause, sourceRevision, endedAt: at } },
        });
      }
      case 'guildhall.identity.account-closed.v1': {
        const { partyId, accountId, closedAt } = data;
        return note({ type: 'NoteAccountClosed', data: { partyId, told: { partyId, accountId, closedAt } } });
      }
      case 'guildhall.gigs.brief-published.v1': {
        const { clientPartyId: partyId, briefId } = data;
        return note({ type: 'NoteBrief', data: { partyId, told: { partyId, briefId, publishedAt: at } } });
      }
      case 'guildhall.gigs.brief-closed.v1': {
        const { clientPartyId: partyId, briefId, reason, hiredPartyIds } = data;
        const told = { partyId, briefId, reason, hired: hiredPartyIds.length, closedAt: at };
        return note({ type: 'NoteBriefClosed', data: { partyId, told } });
      }
    }
  },
};

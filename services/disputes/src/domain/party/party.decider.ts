import type { Command, Decider, DomainEvent, EventData, Instant, StorageContract } from '@guildhall/kernel';

/** `sourceRevision`: revision of the telling stream; an older profile is only noted. */
export type PartyEvent =
  | DomainEvent<
      'ProfileHeard',
      { partyId: string; country: string; languages: readonly string[]; timeZone: string; sourceRevision: string }
    >
  | DomainEvent<'OrganisationHeard', { partyId: string; ownerAccountId: string; country: string }>
  | DomainEvent<'OwnershipHeard', { partyId: string; organisationId: string }>
  | DomainEvent<'CounterpartyHeard', { partyId: string; counterpartyId: string; contractId: string }>
  | DomainEvent<'PartyClosedHeard', { partyId: string; reasonCode: string; closedAt: Instant }>;

/** Stream `disputes.party-<partyId>`: what disputes knows of a party. */
export const partyStorage = {
  category: 'disputes.party',
  schemaVersions: { ProfileHeard: 1, OrganisationHeard: 1, OwnershipHeard: 1, CounterpartyHeard: 1, PartyClosedHeard: 1 },
} as const satisfies StorageContract<PartyEvent>;

type Data<T extends PartyEvent['type']> = EventData<PartyEvent, T>;
export type PartyCommand =
  | Command<'NoteProfile', Data<'ProfileHeard'>>
  | Command<'NoteOrganisation', Data<'OrganisationHeard'>>
  | Command<'NoteOwnership', Data<'OwnershipHeard'>>
  | Command<'NoteCounterparty', Data<'CounterpartyHeard'>>
  | Command<'NotePartyClosed', Data<'PartyClosedHeard'>>
  /** A fact without effect here; the handler leaves `FactNoted`. */
  | Command<'NoteNothingOfParty', { partyId: string }>;

/** `country`: of the holiday calendar; empty while unknown. `counterparties`: who it ever had a contract with. */
export type PartyState = Readonly<{
  country: string;
  languages: readonly string[];
  profileRevision: string;
  ownerAccountId: string;
  owns: readonly string[];
  counterparties: readonly string[];
  closedAt: Instant;
}>;

export const unknownParty: PartyState = {
  country: '',
  languages: [],
  profileRevision: '-1',
  ownerAccountId: '',
  owns: [],
  counterparties: [],
  closedAt: '',
};

const adding = (list: readonly string[], item: string): readonly string[] => (list.includes(item) ? list : [...list, item]);

export const partyDecider: Decider<PartyCommand, PartyEvent, PartyState> = {
  initialState: () => unknownParty,
  decide({ type, data }, state) {
    switch (type) {
      case 'NoteProfile':
        return BigInt(data.sourceRevision) > BigInt(state.profileRevision) ? [{ type: 'ProfileHeard', data }] : [];
      case 'NoteOrganisation':
        return state.ownerAccountId === '' ? [{ type: 'OrganisationHeard', data }] : [];
      case 'NoteOwnership':
        return state.owns.includes(data.organisationId) ? [] : [{ type: 'OwnershipHeard', data }];
      case 'NoteCounterparty':
        return state.counterparties.includes(data.counterpartyId) ? [] : [{ type: 'CounterpartyHeard', data }];
      case 'NotePartyClosed':
        return state.closedAt === '' ? [{ type: 'PartyClosedHeard', data }] : [];
      case 'NoteNothingOfParty':
        return [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'ProfileHeard': {
        const { country, languages, sourceRevision: profileRevision } = data;
        return { ...state, country, languages, profileRevision };
      }
      case 'OrganisationHeard':
        return { ...state, country: data.country, ownerAccountId: data.ownerAccountId };
      case 'OwnershipHeard':
        return { ...state, owns: adding(state.owns, data.organisationId) };
      case 'CounterpartyHeard':
        return { ...state, counterparties: adding(state.counterparties, data.counterpartyId) };
      case 'PartyClosedHeard':
        return { ...state, closedAt: data.closedAt };
    }
  },
};

type Known = Readonly<{ id: string; state: PartyState }>;

/** Whether a person and a party are one, belong together, or ever had a contract with each other (also through own organisations). */
export const shareHistory = (person: Known, party: Known): boolean =>
  person.id === party.id ||
  party.state.ownerAccountId === person.id ||
  [person.id, ...person.state.owns].some((id) => id === party.id || party.state.counterparties.includes(id));

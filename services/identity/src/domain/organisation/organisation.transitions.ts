import type { TransitionTable } from '@guildhall/kernel';
import type { OrganisationCommand } from './organisation.decider.js';
import type { OrganisationEvent } from './organisation.events.js';

/** Transitions of an organisation (identity.md). */
export const organisationTransitions: TransitionTable<
  '(none)' | 'active',
  OrganisationCommand['type'],
  OrganisationEvent['type']
> = {
  aggregate: 'organisation',
  states: ['active'],
  ends: [],
  rows: [
    {
      name: 'create',
      command: 'CreateOrganisation',
      actors: ['account'],
      from: ['(none)'],
      to: 'active',
      events: ['OrganisationCreated', 'SeatGranted'],
    },
    {
      name: 'grant seat',
      command: 'GrantSeat',
      actors: ['owner seat', 'admin seat'],
      from: ['active'],
      to: 'same',
      events: ['SeatRevoked', 'SeatGranted'],
    },
    {
      name: 'revoke seat',
      command: 'RevokeSeat',
      actors: ['owner seat', 'admin seat'],
      from: ['active'],
      to: 'same',
      events: ['SeatRevoked'],
    },
  ],
};

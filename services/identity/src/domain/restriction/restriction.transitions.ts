import type { TransitionTable } from '@guildhall/kernel';
import type { RestrictionCommand } from './restriction.decider.js';
import type { RestrictionEvent } from './restriction.events.js';
import type { RestrictionStage } from './restriction.state.js';

/** Transitions of a restriction (identity.md); a step that is taken at once gives its notice in the same breath. */
export const restrictionTransitions: TransitionTable<RestrictionStage, RestrictionCommand['type'], RestrictionEvent['type']> = {
  aggregate: 'restriction',
  states: ['notice', 'limited', 'suspended', 'lifted'],
  ends: ['lifted'],
  rows: [
    {
      name: 'give notice',
      command: 'GiveNotice',
      actors: ['operator', 'trust_safety'],
      from: ['(none)'],
      to: 'notice',
      events: ['PartyNotified'],
      notify: ['party'],
    },
    {
      name: 'limit',
      command: 'Limit',
      actors: ['operator', 'trust_safety'],
      from: ['(none)', 'notice'],
      to: 'limited',
      events: ['PartyNotified', 'PartyRestricted'],
      deadline: { policy: 'restriction.review.days', clock: 'last-entered' },
      notify: ['party'],
    },
    {
      name: 'propose suspension',
      command: 'ProposeSuspension',
      actors: ['operator', 'trust_safety'],
      from: ['(none)', 'notice', 'limited'],
      to: ['notice', 'limited'],
      events: ['PartyNotified', 'SuspensionProposed'],
      notify: ['operators'],
    },
    {
      name: 'suspend',
      command: 'ApproveSuspension',
      actors: ['second operator'],
      from: ['notice', 'limited'],
      to: 'suspended',
      events: ['PartyRestricted'],
      deadline: { policy: 'restriction.review.days', clock: 'last-entered' },
      notify: ['party'],
    },
    {
      name: 'lift',
      command: 'Lift',
      actors: ['operator', 'trust_safety'],
      from: ['limited', 'suspended'],
      to: 'lifted',
      events: ['RestrictionLifted'],
      notify: ['party'],
    },
    {
      name: 'review date passes',
      command: 'Lapse',
      actors: ['timer'],
      from: ['limited', 'suspended'],
      to: 'lifted',
      events: ['RestrictionLifted'],
      notify: ['party', 'queue lead'],
    },
    {
      name: 'appeal',
      command: 'OpenAppeal',
      actors: ['party'],
      from: ['notice', 'limited', 'suspended'],
      to: 'same',
      events: ['AppealOpened'],
      notify: ['trust_safety'],
    },
  ],
};

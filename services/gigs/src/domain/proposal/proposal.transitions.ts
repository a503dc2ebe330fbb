import type { TransitionTable } from '@guildhall/kernel';

/** gigs.md, Transitions: the proposal, as it follows the brief's stream. */
export const proposalTransitions = {
  aggregate: 'proposal',
  states: ['placed', 'shortlisted', 'awarded', 'accepted', 'declined', 'expired', 'retracted'],
  ends: ['accepted', 'declined', 'expired', 'retracted'],
  rows: [
    {
      name: 'place',
      command: 'Place',
      actors: ['freelancer'],
      from: ['(none)'],
      to: 'placed',
      events: ['ProposalPlaced'],
      notify: ['client'],
    },
    {
      name: 'shortlist',
      command: 'NoteShortlisted',
      actors: ['client'],
      from: ['placed'],
      to: 'shortlisted',
      events: ['ProposalShortlisted'],
    },
    {
      name: 'award',
      command: 'NoteAwarded',
      actors: ['client'],
      from: ['placed', 'shortlisted'],
      to: 'awarded',
      events: ['ProposalAwarded'],
      deadline: { policy: 'awardExpiryDays', clock: 'last-entered' },
      notify: ['freelancer'],
    },
    {
      name: 'revoke',
      command: 'NoteAwardTakenBack',
      actors: ['client'],
      from: ['awarded'],
      to: 'shortlisted',
      events: ['AwardRevoked'],
      notify: ['freelancer'],
    },
    {
      name: 'accept',
      command: 'NoteAccepted',
      actors: ['freelancer'],
      from: ['awarded'],
      to: 'accepted',
      events: ['ProposalAccepted'],
      notify: ['client'],
    },
    {
      name: 'leave',
      command: 'NoteLeft',
      actors: ['freelancer', 'timer', 'system'],
      from: ['placed', 'shortlisted', 'awarded'],
      to: ['declined', 'expired', 'retracted'],
      events: ['ProposalDeclined', 'ProposalExpired', 'ProposalRetracted'],
    },
  ],
} as const satisfies TransitionTable;

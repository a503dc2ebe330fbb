import type { TransitionTable } from '@guildhall/kernel';

/** reputation.md, Transitions: the review pair. */
export const reviewsTransitions = {
  aggregate: 'reviews',
  states: ['open', 'one_sealed', 'both_sealed', 'revealed', 'closed'],
  ends: ['revealed', 'closed'],
  rows: [
    {
      name: 'open the window',
      command: 'OpenWindow',
      actors: ['system'],
      from: ['(none)'],
      to: 'open',
      events: ['ReviewWindowOpened'],
      deadline: { policy: 'reviewWindowDays', clock: 'first-entered' },
      notify: ['both'],
    },
    {
      name: 'seal the first',
      command: 'Seal',
      actors: ['client', 'freelancer'],
      from: ['open'],
      to: 'one_sealed',
      events: ['ReviewSealed'],
    },
    {
      name: 'seal the second',
      command: 'Seal',
      actors: ['client', 'freelancer'],
      from: ['one_sealed'],
      to: 'both_sealed',
      events: ['ReviewSealed'],
    },
    { name: 'seal again', command: 'Seal', actors: ['author'], from: ['one_sealed'], to: 'same', events: ['ReviewResealed'] },
    {
      name: 'flag a full refund',
      command: 'FlagReviews',
      actors: ['system'],
      from: ['open', 'one_sealed', 'both_sealed', 'revealed'],
      to: 'same',
      events: ['ReviewsFlagged'],
    },
    {
      name: 'reveal',
      command: 'Reveal',
      actors: ['system', 'timer'],
      from: ['one_sealed', 'both_sealed'],
      to: 'revealed',
      events: ['ReviewPublished'],
      notify: ['both'],
    },
    {
      name: 'nobody reviewed',
      command: 'Reveal',
      actors: ['timer'],
      from: ['open'],
      to: 'closed',
      events: ['ReviewWindowClosed'],
    },
  ],
} as const satisfies TransitionTable;

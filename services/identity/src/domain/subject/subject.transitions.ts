import type { TransitionTable } from '@guildhall/kernel';
import type { SubjectCommand } from './subject.decider.js';
import type { SubjectEvent } from './subject.events.js';

export type SubjectStatus = '(none)' | 'erasing' | 'held' | 'forgotten';

/** Transitions of a subject (identity.md). `held`: all is erased but what the law keeps. */
export const subjectTransitions: TransitionTable<SubjectStatus, SubjectCommand['type'], SubjectEvent['type']> = {
  aggregate: 'subject',
  states: ['erasing', 'held', 'forgotten'],
  ends: ['forgotten'],
  rows: [
    {
      name: 'ask erasure',
      command: 'RequestErasure',
      actors: ['account', 'operator'],
      from: ['(none)'],
      to: 'erasing',
      events: ['ErasureRequested'],
    },
    {
      name: 'destroy keys',
      command: 'Forget',
      actors: ['system'],
      from: ['erasing'],
      to: ['held', 'forgotten'],
      events: ['SubjectForgotten'],
    },
    {
      name: 'end of hold',
      command: 'DestroyHeldKeys',
      actors: ['timer'],
      from: ['held'],
      to: 'forgotten',
      events: ['HeldKeysDestroyed'],
      deadline: { policy: 'erasure.legalHoldYears', clock: 'first-entered' },
    },
  ],
};

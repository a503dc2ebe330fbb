import type { TransitionTable } from '@guildhall/kernel';

export type FeePolicyStatus = '(none)' | 'proposed' | 'published';

/** One version is proposed once and published once, by another operator. */
export const feePolicyTransitions = {
  aggregate: 'fee policy',
  states: ['proposed', 'published'],
  ends: ['published'],
  rows: [
    {
      name: 'propose',
      command: 'ProposeFeePolicy',
      actors: ['operator'],
      from: ['(none)'],
      to: 'proposed',
      events: ['FeePolicyProposed'],
    },
    {
      name: 'approve',
      command: 'ApproveFeePolicy',
      actors: ['another operator'],
      from: ['proposed'],
      to: 'published',
      events: ['FeePolicyPublished'],
    },
  ],
} as const satisfies TransitionTable<FeePolicyStatus>;

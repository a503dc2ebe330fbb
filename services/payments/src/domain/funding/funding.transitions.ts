import type { TransitionTable } from '@guildhall/kernel';

export type FundingStatus = '(none)' | 'requested' | 'charging' | 'authorised' | 'failed' | 'held' | 'closed';

/** The life of one funding; payments alone times `payBy`. */
export const fundingTransitions = {
  aggregate: 'funding',
  states: ['requested', 'charging', 'authorised', 'failed', 'held', 'closed'],
  ends: ['held', 'closed'],
  rows: [
    {
      name: 'open',
      command: 'OpenFunding',
      actors: ['system'],
      from: ['(none)'],
      to: 'requested',
      events: ['FundingOpened'],
      deadline: { policy: 'payBy', clock: 'first-entered' },
    },
    {
      name: 'ask for the charge',
      command: 'ClaimCharge',
      actors: ['system'],
      from: ['requested'],
      to: 'charging',
      events: ['ChargeClaimed'],
    },
    {
      name: 'no instrument',
      command: 'RefuseCharge',
      actors: ['system'],
      from: ['requested'],
      to: 'failed',
      events: ['FundingRefused'],
      notify: ['client'],
    },
    {
      name: 'authorise',
      command: 'AuthoriseCharge',
      actors: ['provider'],
      from: ['charging'],
      to: 'authorised',
      events: ['ChargeAuthorised'],
    },
    {
      name: 'refuse',
      command: 'RefuseCharge',
      actors: ['provider'],
      from: ['charging', 'authorised'],
      to: 'failed',
      events: ['FundingRefused'],
      notify: ['client'],
    },
    { name: 'retry', command: 'RetryCharge', actors: ['client'], from: ['failed'], to: 'requested', events: ['ChargeRetried'] },
    {
      name: 'commit',
      command: 'CommitFunding',
      actors: ['system'],
      from: ['authorised'],
      to: 'held',
      events: ['FundingCommitted'],
      notify: ['client', 'freelancer'],
    },
    {
      name: 'give up',
      command: 'GiveUp',
      actors: ['timer', 'system'],
      from: ['requested', 'charging', 'authorised', 'failed'],
      to: 'closed',
      events: ['FundingRefused'],
      notify: ['client', 'freelancer'],
    },
    {
      name: 'late money',
      command: 'AuthoriseCharge',
      actors: ['provider'],
      from: ['closed'],
      to: 'same',
      events: ['LateChargeSeen'],
    },
  ],
} as const satisfies TransitionTable;

import type { TransitionTable } from '@guildhall/kernel';
import type { SessionCommand } from './session.decider.js';
import type { SessionEvent } from './session.events.js';

/** Transitions of a session (identity.md). Its lives, idle and absolute, are wall time and judged when a token is used. */
export const sessionTransitions: TransitionTable<'(none)' | 'live' | 'revoked', SessionCommand['type'], SessionEvent['type']> = {
  aggregate: 'session',
  states: ['live', 'revoked'],
  ends: ['revoked'],
  rows: [
    { name: 'sign in', command: 'StartSession', actors: ['anyone'], from: ['(none)'], to: 'live', events: ['SessionStarted'] },
    {
      name: 'refresh',
      command: 'RefreshSession',
      actors: ['client app'],
      from: ['live'],
      to: 'same',
      events: ['SessionRefreshed'],
    },
    {
      name: 'reuse an old token',
      command: 'RefreshSession',
      actors: ['anyone'],
      from: ['live'],
      to: 'revoked',
      events: ['SessionRevoked'],
    },
    { name: 'step up', command: 'StepUp', actors: ['account'], from: ['live'], to: 'same', events: ['SessionSteppedUp'] },
    {
      name: 'end',
      command: 'RevokeSession',
      actors: ['account', 'system'],
      from: ['live'],
      to: 'revoked',
      events: ['SessionRevoked'],
    },
  ],
};

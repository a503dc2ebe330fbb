import { addDays, addMinutes, addMs, isBefore, type Command, type Decider, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import type { SessionEvent } from './session.events.js';

export type SessionCommand =
  | Command<'StartSession', { sessionId: string; accountId: string; device: string; place: string; at: Instant }>
  | Command<'RefreshSession', { generation: number; at: Instant }>
  | Command<'StepUp', { at: Instant }>
  | Command<'RevokeSession', { reasonCode: string; at: Instant }>;

export type SessionState = Readonly<{
  status: '(none)' | 'live' | 'revoked';
  sessionId: string;
  accountId: string;
  generation: number;
  startedAt: Instant;
  refreshedAt: Instant;
  /** When the password was given last: claim `auth_time`. */
  authAt: Instant;
  revokedFor: string;
}>;

const noSession: SessionState = {
  status: '(none)',
  sessionId: '',
  accountId: '',
  generation: 0,
  startedAt: '',
  refreshedAt: '',
  authAt: '',
  revokedFor: '',
};

const revoke = ({ sessionId, accountId }: SessionState, reasonCode: string, at: Instant): SessionEvent => ({
  type: 'SessionRevoked',
  data: { sessionId, accountId, denyUntil: addMinutes(at, policy.session.denyMinutes), reasonCode },
});

/** A revoked family says why, so that its owner learns of the theft; everything else is one answer. */
const ended = ({ revokedFor }: SessionState) =>
  revokedFor === 'token_reused'
    ? fail('IDENTITY.TOKEN_REUSED', 'A refresh token was used twice: this session has ended, sign in again')
    : fail('IDENTITY.CREDENTIALS_INVALID', 'This session has ended: sign in again');

/** True when neither the idle nor the absolute life of a session is over. */
export const isAlive = ({ refreshedAt, startedAt }: Pick<SessionState, 'refreshedAt' | 'startedAt'>, at: Instant): boolean =>
  isBefore(at, addDays(refreshedAt, policy.session.idleDays)) && isBefore(at, addDays(startedAt, policy.session.absoluteDays));

/**
 * A refresh family. The newest token moves it on; its parent gets the same successor within the retry window (an empty decision);
 * anything older is theft or a copy: the family is revoked, which the handler answers with TOKEN_REUSED.
 */
export const sessionDecider: Decider<SessionCommand, SessionEvent, SessionState> = {
  initialState: () => noSession,
  decide({ type, data }, state) {
    if (type === 'StartSession') {
      const { at, ...started } = data;
      return state.status === '(none)' ? [{ type: 'SessionStarted', data: { ...started, startedAt: at } }] : [];
    }
    switch (type) {
      case 'RefreshSession': {
        if (state.status !== 'live' || !isAlive(state, data.at)) throw ended(state);
        if (data.generation === state.generation) {
          return [
            {
              type: 'SessionRefreshed',
              data: { sessionId: state.sessionId, generation: state.generation + 1, refreshedAt: data.at },
            },
          ];
        }
        const inWindow = isBefore(data.at, addMs(state.refreshedAt, policy.session.retryWindowSeconds * 1000));
        return data.generation === state.generation - 1 && inWindow ? [] : [revoke(state, 'token_reused', data.at)];
      }
      case 'StepUp':
        if (state.status !== 'live' || !isAlive(state, data.at)) throw ended(state);
        return [{ type: 'SessionSteppedUp', data: { sessionId: state.sessionId, at: data.at } }];
      case 'RevokeSession':
        return state.status === 'live' ? [revoke(state, data.reasonCode, data.at)] : [];
    }
  },
  evolve(state, { type, data }) {
    switch (type) {
      case 'SessionStarted': {
        const { sessionId, accountId, startedAt } = data;
        return { ...noSession, status: 'live', sessionId, accountId, startedAt, refreshedAt: startedAt, authAt: startedAt };
      }
      case 'SessionRefreshed':
        return { ...state, generation: data.generation, refreshedAt: data.refreshedAt };
      case 'SessionSteppedUp':
        return { ...state, authAt: data.at };
      case 'SessionRevoked':
        return { ...state, status: 'revoked', revokedFor: data.reasonCode };
    }
  },
};

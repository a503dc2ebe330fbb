import { describe, expect, it } from '@jest/globals';
import { send } from '@guildhall/kernel';
import { processSpecFor } from '@guildhall/testing';
import { sessionEndings } from './session-endings.process.js';

const given = processSpecFor(sessionEndings);
const accountId = 'ada';
const started = (sessionId: string) => ({ type: 'SessionStarted', data: { accountId, sessionId } }) as const;
const revoked = (sessionId: string) => ({ type: 'SessionRevoked', data: { accountId, sessionId } }) as const;
const end = (sessionId: string, reasonCode: string) =>
  send(`end-${sessionId}`, { type: 'RevokeSession', data: { sessionId, reasonCode } });

describe('The sessions of an account', () => {
  it('end all when the password changes, the account closes, a role or a seat is taken away', () => {
    const live = given(started('a'), started('b'), started('c'), revoked('b'));
    for (const [type, reason] of [
      ['PasswordChanged', 'password_changed'],
      ['AccountClosed', 'account_closed'],
      ['RoleWithdrawn', 'role_withdrawn'],
      ['SeatRevoked', 'seat_revoked'],
    ] as const) {
      live.when({ type, data: { accountId } }).then(end('a', reason), end('c', reason));
    }
  });

  it('end but for the one that confirmed a new address, or that asked for it', () => {
    const live = given(started('a'), started('b'));
    live.when({ type: 'EmailChanged', data: { accountId, keepSessionId: 'a' } }).then(end('b', 'email_changed'));
    live.when({ type: 'OtherSessionsEnded', data: { accountId, keepSessionId: 'b' } }).then(end('a', 'ended_by_owner'));
  });

  it('are kept by account; other events of these streams are not for it', () => {
    const frame = { id: 'i', streamKey: 's', occurredAt: '2026-03-02T12:00:00.000Z', revision: '0', policyRefs: {} };
    expect(sessionEndings.correlate(started('a'), frame)).toBe('ada');
    const refreshed = { type: 'SessionRefreshed', data: { accountId, sessionId: 'a' } };
    expect(sessionEndings.correlate(refreshed as never, frame)).toBeNull();
  });
});

import { send, type CommandRefused, type OwnEvent, type ProcessInput, type ProcessManager, type Send } from '@guildhall/kernel';

type Whose = { accountId: string };
type Started = OwnEvent<'SessionStarted', Whose & { sessionId: string }>;
type Revoked = OwnEvent<'SessionRevoked', Whose & { sessionId: string }>;
type Cause =
  | OwnEvent<'PasswordChanged', Whose>
  | OwnEvent<'AccountClosed', Whose>
  | OwnEvent<'RoleWithdrawn', Whose>
  | OwnEvent<'SeatRevoked', Whose>
  | OwnEvent<'EmailChanged', Whose & { keepSessionId: string }>
  | OwnEvent<'OtherSessionsEnded', Whose & { keepSessionId: string }>;
type Input = Started | Revoked | Cause | CommandRefused<Whose>;

/** Live sessions of one account. */
type State = readonly string[];

const HEARD: ReadonlySet<string> = new Set<Input['type']>([
  'SessionStarted',
  'SessionRevoked',
  'PasswordChanged',
  'AccountClosed',
  'RoleWithdrawn',
  'SeatRevoked',
  'EmailChanged',
  'OtherSessionsEnded',
]);

const end = (sessions: State, reasonCode: string): readonly Send[] =>
  sessions.map((sessionId) => send(`end-${sessionId}`, { type: 'RevokeSession', data: { sessionId, reasonCode } }));

/**
 * Ends the sessions of an account when its password, address, roles or seats change: what a token claims must not outlive the right.
 * One process an account.
 */
export const sessionEndings: ProcessManager<Input, State> = {
  name: 'session-endings',
  from: ['identity.session', 'identity.account', 'identity.organisation'],
  correlate: (input: ProcessInput) => {
    const { accountId } = input.data as Partial<Whose>;
    return HEARD.has(input.type) && accountId !== undefined ? accountId : null;
  },
  initialState: () => [],
  evolve(live, { type, data }) {
    switch (type) {
      case 'SessionStarted':
        return live.includes(data.sessionId) ? live : [...live, data.sessionId];
      case 'SessionRevoked':
        return live.filter((sessionId) => sessionId !== data.sessionId);
      case 'PasswordChanged':
      case 'AccountClosed':
      case 'RoleWithdrawn':
      case 'SeatRevoked':
      case 'EmailChanged':
      case 'OtherSessionsEnded':
      case 'CommandRefused':
        return live;
    }
  },
  react({ type, data }, live) {
    switch (type) {
      case 'SessionStarted':
      case 'SessionRevoked':
      case 'CommandRefused': // ending a session is never refused
        return [];
      case 'PasswordChanged':
        return end(live, 'password_changed');
      case 'AccountClosed':
        return end(live, 'account_closed');
      case 'RoleWithdrawn':
        return end(live, 'role_withdrawn');
      case 'SeatRevoked':
        return end(live, 'seat_revoked');
      case 'EmailChanged':
        return end(
          live.filter((sessionId) => sessionId !== data.keepSessionId),
          'email_changed',
        );
      case 'OtherSessionsEnded':
        return end(
          live.filter((sessionId) => sessionId !== data.keepSessionId),
          'ended_by_owner',
        );
    }
  },
};

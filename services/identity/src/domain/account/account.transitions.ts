import type { Transition, TransitionTable } from '@guildhall/kernel';
import type { AccountCommand } from './account.decider.js';
import type { AccountEvent } from './account.events.js';

type Row = Transition<'(none)' | 'active' | 'closed', AccountCommand['type'], AccountEvent['type']>;
const own = (
  name: string,
  command: AccountCommand['type'],
  actors: readonly string[],
  events: Row['events'],
  notify: readonly string[] = [],
): Row => ({ name, command, actors, from: ['active'], to: 'same', events, ...(notify.length > 0 ? { notify } : {}) });

/** Transitions of an account (identity.md). Times of codes are part of the code, not deadlines of the account. */
export const accountTransitions: TransitionTable<'(none)' | 'active' | 'closed', AccountCommand['type'], AccountEvent['type']> = {
  aggregate: 'account',
  states: ['active', 'closed'],
  ends: ['closed'],
  rows: [
    { name: 'register', command: 'Register', actors: ['anyone'], from: ['(none)'], to: 'active', events: ['AccountRegistered'] },
    own('note duplicate sign-up', 'NoteDuplicateSignUp', ['anyone'], ['DuplicateSignUpSeen'], ['account']),
    own('ask verification', 'AskVerification', ['anyone'], ['EmailVerificationAsked'], ['account']),
    own('verify e-mail', 'VerifyEmail', ['holder of the code'], ['EmailVerified', 'CodeRefused']),
    own('ask password reset', 'AskPasswordReset', ['anyone'], ['PasswordResetAsked'], ['account']),
    own('reset password', 'ResetPassword', ['holder of the code'], ['PasswordChanged', 'CodeRefused']),
    own('change password', 'ChangePassword', ['account'], ['PasswordChanged']),
    own('rehash password', 'RehashPassword', ['system'], ['PasswordRehashed']),
    own('ask e-mail change', 'AskEmailChange', ['account'], ['EmailChangeAsked'], ['old address', 'new address']),
    own('confirm e-mail change', 'ConfirmEmailChange', ['account'], ['EmailChanged', 'CodeRefused']),
    own('end other sessions', 'EndOtherSessions', ['account'], ['OtherSessionsEnded']),
    own('publish profile', 'PublishProfile', ['account'], ['ProfilePublished']),
    own('take role', 'TakeRole', ['account'], ['RoleGranted']),
    own('propose staff role', 'ProposeStaffRole', ['operator'], ['StaffRoleProposed']),
    own('approve staff role', 'ApproveStaffRole', ['second operator'], ['RoleGranted']),
    own('bootstrap operator', 'BootstrapOperator', ['holder of the one-time secret'], ['RoleGranted']),
    own('withdraw role', 'WithdrawRole', ['account', 'operator'], ['RoleWithdrawn']),
    own('note seat', 'NoteSeat', ['system'], ['SeatNoted']),
    own('propose closure', 'ProposeClosure', ['operator'], ['ClosureProposed']),
    {
      name: 'close',
      command: 'CloseAccount',
      actors: ['account', 'operator'],
      from: ['active'],
      to: 'closed',
      events: ['AccountClosed'],
    },
    {
      name: 'close at ladder end',
      command: 'ApproveClosure',
      actors: ['second operator'],
      from: ['active'],
      to: 'closed',
      events: ['AccountClosed'],
    },
  ],
};

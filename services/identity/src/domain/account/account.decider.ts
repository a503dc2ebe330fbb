import { addDays, allowedIn, isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import { codeExpiry, judgeCode, mayBeMailed, type OfferedCode } from './account.codes.js';
import { STAFF_ROLES, type AccountEvent, type AccountRole } from './account.events.js';
import { evolveAccount, noAccount, type AccountState } from './account.state.js';
import { accountTransitions } from './account.transitions.js';

type AskedCode = { codeId: string; at: Instant };
type Change<Type extends AccountEvent['type'], Own extends string = never> = Omit<
  EventData<AccountEvent, Type>,
  'accountId' | Own
>;

/** The suspension that a closing rests on, as the handler found it. `since`: business time. */
type Suspension = { restrictionId: string; since: Instant; appeal: 'none' | 'open' };

export type AccountCommand =
  | Command<'Register', EventData<AccountEvent, 'AccountRegistered'>>
  | Command<'NoteDuplicateSignUp', { at: Instant }>
  | Command<'AskVerification', AskedCode>
  | Command<'VerifyEmail', OfferedCode>
  | Command<'AskPasswordReset', AskedCode>
  | Command<'ResetPassword', OfferedCode & { passwordHash: string }>
  | Command<'ChangePassword', { passwordHash: string }>
  | Command<'RehashPassword', { passwordHash: string }>
  | Command<'AskEmailChange', AskedCode & { newEmail: string; newEmailHash: string }>
  | Command<'ConfirmEmailChange', OfferedCode & { keepSessionId: string }>
  | Command<'EndOtherSessions', { keepSessionId: string; at: Instant }>
  | Command<'PublishProfile', Change<'ProfilePublished', 'partyId'>>
  | Command<'TakeRole', { role: AccountRole }>
  | Command<'ProposeStaffRole', { role: AccountRole; by: string; reason: string }>
  | Command<'ApproveStaffRole', { role: AccountRole; by: string; reason: string }>
  /** The first operators of an empty platform: both at once, with the one-time secret. */
  | Command<'BootstrapOperator', { by: readonly string[] }>
  | Command<'WithdrawRole', { role: AccountRole; reasonCode: string; by: string }>
  | Command<'NoteSeat', Change<'SeatNoted'>>
  | Command<'CloseAccount', { reasonCode: string; at: Instant }>
  | Command<'ProposeClosure', Suspension & { reasonCode: string; by: string; at: Instant }>
  | Command<'ApproveClosure', Suspension & { by: string; at: Instant }>;

const illegal = (command: AccountCommand['type'], status: AccountState['status'], why: string) =>
  fail('IDENTITY.ILLEGAL_TRANSITION', `${command}: ${why}`, { allowed: allowedIn(accountTransitions, status) });

/** Commands of processes: they note what does not fit, so they are never refused. */
const NOTED: readonly AccountCommand['type'][] = ['NoteSeat', 'NoteDuplicateSignUp', 'BootstrapOperator'];

/** One natural person's login and rights. Code times are wall time; nothing here depends on the sandbox clock. */
export const accountDecider: Decider<AccountCommand, AccountEvent, AccountState> = {
  initialState: () => noAccount,
  decide(command, state) {
    if (command.type === 'Register') {
      if (state.status !== '(none)') throw illegal(command.type, state.status, 'this account exists');
      return [{ type: 'AccountRegistered', data: command.data }];
    }
    if (state.status === 'active') return decideForActive(command, state);
    if (NOTED.includes(command.type)) return [];
    throw illegal(command.type, state.status, 'there is no such account, or it is closed');
  },
  evolve: evolveAccount,
};

const decideForActive = (
  { type, data }: Exclude<AccountCommand, { type: 'Register' }>,
  state: AccountState,
): readonly AccountEvent[] => {
  const { accountId, email, emailHash, roles } = state;
  switch (type) {
    case 'NoteDuplicateSignUp':
      if (!mayBeMailed(state, 'duplicate', data.at)) return [];
      return [{ type: 'DuplicateSignUpSeen', data: { accountId, email, seenAt: data.at } }];
    case 'AskVerification':
      if (state.verified === 'yes' || !mayBeMailed(state, 'verify', data.at)) return [];
      return [{ type: 'EmailVerificationAsked', data: { accountId, email, ...asked(data) } }];
    case 'VerifyEmail': {
      const verdict = judgeCode(state, 'verify', data);
      return verdict === 'right' ? [{ type: 'EmailVerified', data: { accountId, codeId: data.codeId } }] : verdict;
    }
    case 'AskPasswordReset':
      if (!mayBeMailed(state, 'reset', data.at)) return [];
      return [{ type: 'PasswordResetAsked', data: { accountId, email, ...asked(data) } }];
    case 'ResetPassword': {
      const { passwordHash, codeId } = data;
      const verdict = judgeCode(state, 'reset', data);
      return verdict === 'right' ? [{ type: 'PasswordChanged', data: { accountId, passwordHash, by: 'code', codeId } }] : verdict;
    }
    case 'ChangePassword':
      return [{ type: 'PasswordChanged', data: { accountId, passwordHash: data.passwordHash, by: 'owner', codeId: '' } }];
    case 'RehashPassword':
      return [{ type: 'PasswordRehashed', data: { accountId, passwordHash: data.passwordHash } }];
    case 'AskEmailChange': {
      if (!mayBeMailed(state, 'email-change', data.at)) return [];
      const { newEmail, newEmailHash } = data;
      return [{ type: 'EmailChangeAsked', data: { accountId, newEmail, newEmailHash, oldEmail: email, ...asked(data) } }];
    }
    case 'ConfirmEmailChange': {
      const verdict = judgeCode(state, 'email-change', data);
      const code = state.codes['email-change'];
      if (verdict !== 'right' || !code) return verdict === 'right' ? [] : verdict;
      const change = { email: code.newEmail, emailHash: code.newEmailHash, oldEmailHash: emailHash };
      const { codeId, keepSessionId, at: changedAt } = data;
      return [{ type: 'EmailChanged', data: { accountId, codeId, ...change, keepSessionId, changedAt } }];
    }
    case 'EndOtherSessions':
      return [{ type: 'OtherSessionsEnded', data: { accountId, keepSessionId: data.keepSessionId, endedAt: data.at } }];
    case 'PublishProfile':
      return [{ type: 'ProfilePublished', data: { ...data, accountId, partyId: accountId } }];
    case 'TakeRole':
      if (STAFF_ROLES.includes(data.role)) throw fail('IDENTITY.ROLE_NOT_ALLOWED', 'Staff roles are granted by two operators');
      return granted(state, { role: data.role, grantedBy: [accountId], reason: '', reasonBy: accountId });
    case 'ProposeStaffRole': {
      if (!STAFF_ROLES.includes(data.role)) throw fail('IDENTITY.ROLE_NOT_ALLOWED', 'This role is taken by the account itself');
      if (roles.includes(data.role) || state.proposedRoles.some(({ role }) => role === data.role)) return [];
      const { role, by, reason } = data;
      return [{ type: 'StaffRoleProposed', data: { accountId, role, proposedBy: by, reason } }];
    }
    case 'ApproveStaffRole': {
      if (roles.includes(data.role)) return [];
      const proposal = state.proposedRoles.find(({ role }) => role === data.role);
      if (!proposal) throw illegal(type, state.status, 'nobody proposed this role');
      if (proposal.proposedBy === data.by) throw fail('IDENTITY.FOUR_EYES_REQUIRED', 'A second operator approves');
      const grantedBy = [proposal.proposedBy, data.by];
      return granted(state, { role: data.role, grantedBy, reason: data.reason, reasonBy: data.by });
    }
    case 'BootstrapOperator':
      return granted(state, { role: 'operator', grantedBy: data.by, reason: '', reasonBy: accountId });
    case 'WithdrawRole':
      return roles.includes(data.role) ? [{ type: 'RoleWithdrawn', data: { accountId, ...data } }] : [];
    case 'NoteSeat': {
      const known = state.seats[data.organisationId];
      // The handler and the reaction tell the same, in any order: the organisation's newest word counts.
      if (known && BigInt(known.revision) >= BigInt(data.revision)) return [];
      return [{ type: 'SeatNoted', data: { accountId, ...data } }];
    }
    case 'CloseAccount':
      return [closedBy(accountId, data.reasonCode, data.at, [accountId])];
    case 'ProposeClosure': {
      requireLadderEnd(type, data);
      const { restrictionId, reasonCode, by } = data;
      if (state.proposedClosure?.restrictionId === restrictionId) return [];
      return [{ type: 'ClosureProposed', data: { accountId, restrictionId, reasonCode, proposedBy: by } }];
    }
    case 'ApproveClosure': {
      const { proposedClosure: proposal } = state;
      if (proposal?.restrictionId !== data.restrictionId) throw illegal(type, state.status, 'nobody proposed it');
      requireLadderEnd(type, data);
      if (proposal.proposedBy === data.by) throw fail('IDENTITY.FOUR_EYES_REQUIRED', 'A second operator approves');
      return [closedBy(accountId, proposal.reasonCode, data.at, [proposal.proposedBy, data.by])];
    }
  }
};

const closedBy = (accountId: string, reasonCode: string, closedAt: Instant, by: readonly string[]): AccountEvent => ({
  type: 'AccountClosed',
  data: { accountId, partyId: accountId, reasonCode, closedAt, closedBy: by },
});

const requireLadderEnd = (command: AccountCommand['type'], { since, appeal, at }: Suspension & { at: Instant }): void => {
  const { afterSuspensionDays } = policy.closure;
  if (appeal === 'open') throw illegal(command, 'active', 'the suspension is under appeal');
  if (isBefore(at, addDays(since, afterSuspensionDays)))
    throw illegal(command, 'active', `${afterSuspensionDays} days after the suspension at the earliest`);
};

const asked = ({ codeId, at }: AskedCode) => ({ codeId, askedAt: at, expiresAt: codeExpiry(at) });

const granted = ({ accountId, roles }: AccountState, grant: Change<'RoleGranted'>): readonly AccountEvent[] =>
  roles.includes(grant.role) ? [] : [{ type: 'RoleGranted', data: { accountId, ...grant } }];

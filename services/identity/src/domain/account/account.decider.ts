import { addHours, addMinutes, isBefore, type Command, type Decider, type EventData, type Instant } from '@guildhall/kernel';
import { fail } from '../identity.errors.js';
import policy from '../policies/account-v1.json' with { type: 'json' };
import { STAFF_ROLES, type AccountEvent, type AccountRole, type CodePurpose } from './account.events.js';
import { evolveAccount, noAccount, type AccountState } from './account.state.js';

/** `offered`: whether the code that was given is the one derived for `codeId`; compared in constant time by the handler. */
type OfferedCode = { codeId: string; offered: 'right' | 'wrong'; at: Instant };

export type AccountCommand =
  | Command<'Register', EventData<AccountEvent, 'AccountRegistered'>>
  | Command<'AskVerification', { codeId: string; at: Instant }>
  | Command<'VerifyEmail', OfferedCode>
  | Command<'AskPasswordReset', { codeId: string; at: Instant }>
  | Command<'ResetPassword', OfferedCode & { passwordHash: string }>
  | Command<'ChangePassword', { passwordHash: string }>
  | Command<'AskEmailChange', { codeId: string; newEmail: string; newEmailHash: string; at: Instant }>
  | Command<'ConfirmEmailChange', OfferedCode>
  | Command<'PublishProfile', Omit<EventData<AccountEvent, 'ProfilePublished'>, 'accountId' | 'partyId'>>
  | Command<'TakeRole', { role: AccountRole }>
  | Command<'ProposeStaffRole', { role: AccountRole; by: string }>
  | Command<'ApproveStaffRole', { role: AccountRole; by: string }>
  /** The first operators of an empty platform: both at once, with the one-time secret. */
  | Command<'BootstrapOperator', { by: readonly string[] }>
  | Command<'WithdrawRole', { role: AccountRole; reasonCode: string; by: string }>
  | Command<'CloseAccount', { reasonCode: string; at: Instant }>;

const expiry = (at: Instant): Instant => addMinutes(at, policy.code.minutes);

const illegal = (command: AccountCommand['type'], status: AccountState['status']) =>
  fail('IDENTITY.ILLEGAL_TRANSITION', `${command} is not possible for this account`, {
    allowed: status === '(none)' ? ['Register'] : [],
  });

/**
 * Answers `right` when the code may be used; a wrong one is an event of its own, so that its tries are counted over restarts.
 * Throws CODE_EXPIRED for a code that is used, too old, or was tried too often.
 */
const judge = (
  state: AccountState,
  purpose: CodePurpose,
  { codeId, offered, at }: OfferedCode,
): 'right' | readonly AccountEvent[] => {
  const code = state.codes[purpose];
  if (!code || code.codeId !== codeId || !isBefore(at, code.expiresAt) || code.tries >= policy.code.tries) {
    throw fail('IDENTITY.CODE_EXPIRED', `This code is used, older than ${policy.code.minutes} minutes, or was tried too often`);
  }
  if (offered === 'right') return 'right';
  return [{ type: 'CodeRefused', data: { accountId: state.accountId, codeId, purpose } }];
};

/** One natural person's login and rights. Code times are wall time; nothing here depends on the sandbox clock. */
export const accountDecider: Decider<AccountCommand, AccountEvent, AccountState> = {
  initialState: () => noAccount,
  decide({ type, data }, state) {
    if (type === 'Register') {
      if (state.status !== '(none)') throw illegal(type, state.status);
      return [{ type: 'AccountRegistered', data }];
    }
    if (state.status !== 'active') throw illegal(type, state.status);
    const { accountId, email, emailHash, roles } = state;
    switch (type) {
      case 'AskVerification':
        if (state.verified === 'yes') return [];
        return [
          {
            type: 'EmailVerificationAsked',
            data: { accountId, email, codeId: data.codeId, askedAt: data.at, expiresAt: expiry(data.at) },
          },
        ];
      case 'VerifyEmail': {
        if (state.verified === 'yes') return [];
        const verdict = judge(state, 'verify', data);
        return verdict === 'right' ? [{ type: 'EmailVerified', data: { accountId, codeId: data.codeId } }] : verdict;
      }
      case 'AskPasswordReset': {
        // More than the hourly number: no event and the same answer, so that nobody's mailbox is flooded and nothing is told.
        const recent = state.resetsAskedAt.filter((asked) => isBefore(data.at, addHours(asked, 1)));
        if (recent.length >= policy.passwordReset.perHour) return [];
        return [
          {
            type: 'PasswordResetAsked',
            data: { accountId, email, codeId: data.codeId, askedAt: data.at, expiresAt: expiry(data.at) },
          },
        ];
      }
      case 'ResetPassword': {
        const verdict = judge(state, 'reset', data);
        if (verdict !== 'right') return verdict;
        return [
          { type: 'PasswordChanged', data: { accountId, passwordHash: data.passwordHash, by: 'code', codeId: data.codeId } },
        ];
      }
      case 'ChangePassword':
        return [{ type: 'PasswordChanged', data: { accountId, passwordHash: data.passwordHash, by: 'owner', codeId: '' } }];
      case 'AskEmailChange': {
        const { codeId, newEmail, newEmailHash, at } = data;
        return [
          {
            type: 'EmailChangeAsked',
            data: { accountId, codeId, newEmail, newEmailHash, oldEmail: email, askedAt: at, expiresAt: expiry(at) },
          },
        ];
      }
      case 'ConfirmEmailChange': {
        const verdict = judge(state, 'email-change', data);
        if (verdict !== 'right') return verdict;
        const code = state.codes['email-change'];
        const change = { email: code?.newEmail ?? '', emailHash: code?.newEmailHash ?? '', oldEmailHash: emailHash };
        return [{ type: 'EmailChanged', data: { accountId, codeId: data.codeId, ...change } }];
      }
      case 'PublishProfile':
        return [{ type: 'ProfilePublished', data: { ...data, accountId, partyId: accountId } }];
      case 'TakeRole':
        if (STAFF_ROLES.includes(data.role)) throw fail('IDENTITY.ROLE_NOT_ALLOWED', 'Staff roles are granted by two operators');
        return roles.includes(data.role)
          ? []
          : [{ type: 'RoleGranted', data: { accountId, role: data.role, grantedBy: [accountId] } }];
      case 'ProposeStaffRole':
        if (!STAFF_ROLES.includes(data.role)) throw fail('IDENTITY.ROLE_NOT_ALLOWED', 'This role is taken by the account itself');
        if (roles.includes(data.role) || state.proposedRoles.some(({ role }) => role === data.role)) return [];
        return [{ type: 'StaffRoleProposed', data: { accountId, role: data.role, proposedBy: data.by } }];
      case 'ApproveStaffRole': {
        if (roles.includes(data.role)) return [];
        const proposal = state.proposedRoles.find(({ role }) => role === data.role);
        if (!proposal) throw fail('IDENTITY.ILLEGAL_TRANSITION', 'Nobody proposed this role', { allowed: ['ProposeStaffRole'] });
        if (proposal.proposedBy === data.by) throw fail('IDENTITY.FOUR_EYES_REQUIRED', 'A second operator approves');
        return [{ type: 'RoleGranted', data: { accountId, role: data.role, grantedBy: [proposal.proposedBy, data.by] } }];
      }
      case 'BootstrapOperator':
        return roles.includes('operator')
          ? []
          : [{ type: 'RoleGranted', data: { accountId, role: 'operator', grantedBy: data.by } }];
      case 'WithdrawRole':
        return roles.includes(data.role) ? [{ type: 'RoleWithdrawn', data: { accountId, ...data } }] : [];
      case 'CloseAccount':
        return [
          { type: 'AccountClosed', data: { accountId, partyId: accountId, reasonCode: data.reasonCode, closedAt: data.at } },
        ];
    }
  },
  evolve: evolveAccount,
};

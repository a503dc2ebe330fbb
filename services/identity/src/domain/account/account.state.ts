import type { EventData, Instant } from '@guildhall/kernel';
import type { AccountEvent, AccountRole, CodePurpose } from './account.events.js';

/** The code of a purpose that is valid now; a newer one replaces it. */
export type OpenCode = Readonly<{ codeId: string; expiresAt: Instant; tries: number; newEmail: string; newEmailHash: string }>;

export type AccountState = Readonly<{
  status: '(none)' | 'active' | 'closed';
  accountId: string;
  email: string;
  emailHash: string;
  verified: 'no' | 'yes';
  passwordHash: string;
  region: string;
  locale: string;
  country: string;
  roles: readonly AccountRole[];
  proposedRoles: readonly Readonly<{ role: AccountRole; proposedBy: string }>[];
  codes: Readonly<Partial<Record<CodePurpose, OpenCode>>>;
  resetsAskedAt: readonly Instant[];
}>;

export const noAccount: AccountState = {
  status: '(none)',
  accountId: '',
  email: '',
  emailHash: '',
  verified: 'no',
  passwordHash: '',
  region: '',
  locale: '',
  country: '',
  roles: [],
  proposedRoles: [],
  codes: {},
  resetsAskedAt: [],
};

const opened = (
  state: AccountState,
  purpose: CodePurpose,
  code: Readonly<{ codeId: string; expiresAt: Instant; newEmail?: string; newEmailHash?: string }>,
): AccountState => ({
  ...state,
  codes: { ...state.codes, [purpose]: { tries: 0, newEmail: '', newEmailHash: '', ...code } },
});

const used = (state: AccountState, purpose: CodePurpose): AccountState => {
  const { [purpose]: _used, ...codes } = state.codes;
  return { ...state, codes };
};

const refused = (state: AccountState, { purpose, codeId }: EventData<AccountEvent, 'CodeRefused'>): AccountState => {
  const code = state.codes[purpose];
  return code?.codeId === codeId ? { ...state, codes: { ...state.codes, [purpose]: { ...code, tries: code.tries + 1 } } } : state;
};

export const evolveAccount = (state: AccountState, { type, data }: AccountEvent): AccountState => {
  switch (type) {
    case 'AccountRegistered': {
      const { accountId, email, emailHash, passwordHash, homeRegion, locale, country } = data;
      return { ...noAccount, status: 'active', accountId, email, emailHash, passwordHash, region: homeRegion, locale, country };
    }
    case 'EmailVerificationAsked':
      return opened(state, 'verify', { codeId: data.codeId, expiresAt: data.expiresAt });
    case 'EmailVerified':
      return used({ ...state, verified: 'yes' }, 'verify');
    case 'CodeRefused':
      return refused(state, data);
    case 'PasswordResetAsked':
      return {
        ...opened(state, 'reset', { codeId: data.codeId, expiresAt: data.expiresAt }),
        resetsAskedAt: [...state.resetsAskedAt, data.askedAt],
      };
    case 'PasswordChanged':
      return used({ ...state, passwordHash: data.passwordHash }, 'reset');
    case 'EmailChangeAsked':
      return opened(state, 'email-change', data);
    case 'EmailChanged':
      return used({ ...state, email: data.email, emailHash: data.emailHash, verified: 'yes' }, 'email-change');
    case 'ProfilePublished':
      return { ...state, country: data.country };
    case 'StaffRoleProposed':
      return {
        ...state,
        proposedRoles: [
          ...state.proposedRoles.filter(({ role }) => role !== data.role),
          { role: data.role, proposedBy: data.proposedBy },
        ],
      };
    case 'RoleGranted':
      return {
        ...state,
        roles: [...state.roles, data.role],
        proposedRoles: state.proposedRoles.filter(({ role }) => role !== data.role),
      };
    case 'RoleWithdrawn':
      return { ...state, roles: state.roles.filter((role) => role !== data.role) };
    case 'AccountClosed':
      return { ...state, status: 'closed' };
  }
};

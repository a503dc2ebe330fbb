import { addHours, isBefore, type EventData, type Instant } from '@guildhall/kernel';
import type { SeatRole } from '../organisation/organisation.events.js';
import type { AccountEvent, AccountRole, CefrLevel, CodePurpose, WorkMode } from './account.events.js';

/** The code of a purpose that is valid now; a newer one replaces it. */
export type OpenCode = Readonly<{ codeId: string; expiresAt: Instant; tries: number; newEmail: string; newEmailHash: string }>;
/** Mails that strangers can cause; each is limited by the hour. */
export type MailKind = CodePurpose | 'duplicate';

export type AccountState = Readonly<{
  status: '(none)' | 'active' | 'closed';
  accountId: string;
  /** Business time; null: it is open. */
  closedAt: Instant | null;
  email: string;
  emailHash: string;
  /** The address before the present one, and since when it is that. */
  oldContact: Readonly<{ email: string; since: Instant }> | null;
  verified: 'no' | 'yes';
  passwordHash: string;
  displayName: string;
  about: string;
  skills: readonly string[];
  languages: readonly Readonly<{ code: string; level: CefrLevel }>[];
  workModes: readonly WorkMode[];
  region: string;
  locale: string;
  timeZone: string;
  country: string;
  roles: readonly AccountRole[];
  proposedRoles: readonly Readonly<{ role: AccountRole; proposedBy: string }>[];
  proposedClosure: Readonly<{ restrictionId: string; reasonCode: string; proposedBy: string }> | null;
  /** By organisation; `revision` is the one of the organisation's stream that said so. */
  seats: Readonly<Record<string, Readonly<{ seatRole: SeatRole | 'none'; revision: string }>>>;
  codes: Readonly<Partial<Record<CodePurpose, OpenCode>>>;
  /** When each kind of mail was caused within the hour before the last one. */
  mailedAt: Readonly<Partial<Record<MailKind, readonly Instant[]>>>;
}>;

export const noAccount: AccountState = {
  status: '(none)',
  accountId: '',
  closedAt: null,
  email: '',
  emailHash: '',
  oldContact: null,
  verified: 'no',
  passwordHash: '',
  displayName: '',
  about: '',
  skills: [],
  languages: [],
  workModes: [],
  region: '',
  locale: '',
  timeZone: '',
  country: '',
  roles: [],
  proposedRoles: [],
  proposedClosure: null,
  seats: {},
  codes: {},
  mailedAt: {},
};

/** Mails of a kind within the hour before `at`. */
export const mailedWithinHour = ({ mailedAt }: AccountState, kind: MailKind, at: Instant): readonly Instant[] =>
  (mailedAt[kind] ?? []).filter((mailed) => isBefore(at, addHours(mailed, 1)));

const mailed = (state: AccountState, kind: MailKind, at: Instant): AccountState => ({
  ...state,
  mailedAt: { ...state.mailedAt, [kind]: [...mailedWithinHour(state, kind, at), at] },
});

const opened = (
  state: AccountState,
  purpose: CodePurpose,
  code: Readonly<{ codeId: string; askedAt: Instant; expiresAt: Instant; newEmail?: string; newEmailHash?: string }>,
): AccountState => {
  const { codeId, askedAt, expiresAt, newEmail = '', newEmailHash = '' } = code;
  const open: OpenCode = { codeId, expiresAt, tries: 0, newEmail, newEmailHash };
  return mailed({ ...state, codes: { ...state.codes, [purpose]: open } }, purpose, askedAt);
};

const used = (state: AccountState, purpose: CodePurpose): AccountState => {
  const { [purpose]: _used, ...codes } = state.codes;
  return { ...state, codes };
};

const refused = (state: AccountState, { purpose, codeId }: EventData<AccountEvent, 'CodeRefused'>): AccountState => {
  const code = state.codes[purpose];
  return code?.codeId === codeId ? { ...state, codes: { ...state.codes, [purpose]: { ...code, tries: code.tries + 1 } } } : state;
};

const withoutProposal = (state: AccountState, role: AccountRole): AccountState['proposedRoles'] =>
  state.proposedRoles.filter((proposal) => proposal.role !== role);

export const evolveAccount = (state: AccountState, { type, data }: AccountEvent): AccountState => {
  switch (type) {
    case 'AccountRegistered': {
      const { homeRegion, ...registration } = data;
      return { ...noAccount, ...registration, status: 'active', region: homeRegion };
    }
    case 'DuplicateSignUpSeen':
      return mailed(state, 'duplicate', data.seenAt);
    case 'EmailVerificationAsked':
      return opened(state, 'verify', data);
    case 'EmailVerified':
      return used({ ...state, verified: 'yes' }, 'verify');
    case 'CodeRefused':
      return refused(state, data);
    case 'PasswordResetAsked':
      return opened(state, 'reset', data);
    case 'PasswordChanged':
      return used({ ...state, passwordHash: data.passwordHash }, 'reset');
    case 'PasswordRehashed':
      return { ...state, passwordHash: data.passwordHash };
    case 'EmailChangeAsked':
      return opened(state, 'email-change', data);
    case 'EmailChanged': {
      // Codes that were sent to the old address end with it.
      const { reset: _reset, verify: _verify, ...codes } = state.codes;
      const { email, emailHash, changedAt } = data;
      const oldContact = changedAt === undefined ? null : { email: state.email, since: changedAt };
      return used({ ...state, codes, email, emailHash, oldContact, verified: 'yes' }, 'email-change');
    }
    case 'OtherSessionsEnded':
      return state;
    case 'ProfilePublished': {
      const { partyId: _partyId, ...profile } = data;
      return { ...state, ...profile };
    }
    case 'StaffRoleProposed': {
      const proposal = { role: data.role, proposedBy: data.proposedBy };
      return { ...state, proposedRoles: [...withoutProposal(state, data.role), proposal] };
    }
    case 'RoleGranted':
      return { ...state, roles: [...state.roles, data.role], proposedRoles: withoutProposal(state, data.role) };
    case 'RoleWithdrawn':
      return { ...state, roles: state.roles.filter((role) => role !== data.role) };
    case 'SeatNoted': {
      const { organisationId, seatRole, revision } = data;
      return { ...state, seats: { ...state.seats, [organisationId]: { seatRole, revision } } };
    }
    case 'ClosureProposed': {
      const { restrictionId, reasonCode, proposedBy } = data;
      return { ...state, proposedClosure: { restrictionId, reasonCode, proposedBy } };
    }
    case 'AccountClosed':
      return { ...state, status: 'closed', closedAt: data.closedAt, codes: {} };
  }
};

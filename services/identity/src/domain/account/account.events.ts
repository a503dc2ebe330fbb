import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';
import type { SeatRole } from '../organisation/organisation.events.js';

export const ACCOUNT_ROLES = ['freelancer', 'client', 'agency_member', 'mediator', 'trust_safety', 'operator'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
/** Staff roles need two operators; the others are taken by the account itself. */
export const STAFF_ROLES: readonly AccountRole[] = ['mediator', 'trust_safety', 'operator'];

/** Levels of the Common European Framework of Reference for Languages. */
export const CEFR_LEVELS = ['A1', 'A2', 'B1', 'B2', 'C1', 'C2'] as const;
export type CefrLevel = (typeof CEFR_LEVELS)[number];
export const WORK_MODES = ['remote', 'hybrid', 'on_site'] as const;
export type WorkMode = (typeof WORK_MODES)[number];

/** A code that was sent: derived again by HMAC from its id, never stored. Wall time. */
type Code = { accountId: string; codeId: string; askedAt: Instant; expiresAt: Instant };
export const CODE_PURPOSES = ['verify', 'reset', 'email-change'] as const;
export type CodePurpose = (typeof CODE_PURPOSES)[number];

export type Registration = {
  accountId: string;
  /** Personal. */
  email: string;
  emailHash: string;
  passwordHash: string;
  /** Personal. */
  displayName: string;
  country: string;
  homeRegion: string;
  locale: string;
  timeZone: string;
};

export type Profile = {
  accountId: string;
  partyId: string;
  /** Personal. */
  displayName: string;
  /** Personal. */
  about: string;
  skills: readonly string[];
  languages: readonly { code: string; level: CefrLevel }[];
  timeZone: string;
  workModes: readonly WorkMode[];
  country: string;
};

export type AccountEvent =
  | DomainEvent<'AccountRegistered', Registration>
  /** Somebody tried to use the address of this account for another one: its owner is told by mail. */
  | DomainEvent<'DuplicateSignUpSeen', { accountId: string; email: string; seenAt: Instant }>
  | DomainEvent<'EmailVerificationAsked', Code & { email: string }>
  | DomainEvent<'EmailVerified', { accountId: string; codeId: string }>
  | DomainEvent<'CodeRefused', { accountId: string; codeId: string; purpose: CodePurpose }>
  | DomainEvent<'PasswordResetAsked', Code & { email: string }>
  | DomainEvent<'PasswordChanged', { accountId: string; passwordHash: string; by: 'code' | 'owner'; codeId: string }>
  /** The same password under present settings of the hash function; nobody is signed out. */
  | DomainEvent<'PasswordRehashed', { accountId: string; passwordHash: string }>
  | DomainEvent<'EmailChangeAsked', Code & { newEmail: string; newEmailHash: string; oldEmail: string }>
  | DomainEvent<
      'EmailChanged',
      {
        accountId: string;
        codeId: string;
        email: string;
        emailHash: string;
        oldEmailHash: string;
        keepSessionId: string;
        /** Absent in events of the first weeks: they leave no old contact. */
        changedAt?: Instant;
      }
    >
  | DomainEvent<'OtherSessionsEnded', { accountId: string; keepSessionId: string; endedAt: Instant }>
  | DomainEvent<'ProfilePublished', Profile>
  | DomainEvent<'StaffRoleProposed', { accountId: string; role: AccountRole; proposedBy: string; reason: string }>
  /** `reason` is the approver's (`reasonBy`), empty where the account took the role itself. */
  | DomainEvent<
      'RoleGranted',
      { accountId: string; role: AccountRole; grantedBy: readonly string[]; reason: string; reasonBy: string }
    >
  | DomainEvent<'RoleWithdrawn', { accountId: string; role: AccountRole; reasonCode: string; by: string }>
  /** What the organisation's stream says of this account; `revision` is that stream's, a decimal string. It becomes a claim. */
  | DomainEvent<'SeatNoted', { accountId: string; organisationId: string; seatRole: SeatRole | 'none'; revision: string }>
  /** The first of two operators, at the end of the ladder. */
  | DomainEvent<'ClosureProposed', { accountId: string; restrictionId: string; reasonCode: string; proposedBy: string }>
  | DomainEvent<
      'AccountClosed',
      { accountId: string; partyId: string; reasonCode: string; closedAt: Instant; closedBy: readonly string[] }
    >;

const contact = { subject: 'accountId', purpose: 'contact' } as const;
const profile = { subject: 'accountId', purpose: 'profile' } as const;

/** Stream `identity.account-<accountId>`. */
export const accountStorage = {
  category: 'identity.account',
  schemaVersions: {
    AccountRegistered: 1,
    DuplicateSignUpSeen: 1,
    EmailVerificationAsked: 1,
    EmailVerified: 1,
    CodeRefused: 1,
    PasswordResetAsked: 1,
    PasswordChanged: 1,
    PasswordRehashed: 1,
    EmailChangeAsked: 1,
    EmailChanged: 1,
    OtherSessionsEnded: 1,
    ProfilePublished: 1,
    StaffRoleProposed: 1,
    RoleGranted: 1,
    RoleWithdrawn: 1,
    SeatNoted: 1,
    ClosureProposed: 1,
    AccountClosed: 1,
  },
  personal: {
    AccountRegistered: { email: contact, displayName: profile },
    DuplicateSignUpSeen: { email: contact },
    EmailVerificationAsked: { email: contact },
    PasswordResetAsked: { email: contact },
    EmailChangeAsked: { newEmail: contact, oldEmail: contact },
    EmailChanged: { email: contact },
    ProfilePublished: { displayName: profile, about: profile },
    StaffRoleProposed: { reason: { subject: 'proposedBy', purpose: 'content' } },
    RoleGranted: { reason: { subject: 'reasonBy', purpose: 'content' } },
  },
} as const satisfies StorageContract<AccountEvent>;

import type { DomainEvent, Instant, StorageContract } from '@guildhall/kernel';

export const ACCOUNT_ROLES = ['freelancer', 'client', 'agency_member', 'mediator', 'trust_safety', 'operator'] as const;
export type AccountRole = (typeof ACCOUNT_ROLES)[number];
/** Staff roles need two operators; the others are taken by the account itself. */
export const STAFF_ROLES: readonly AccountRole[] = ['mediator', 'trust_safety', 'operator'];

/** A code that was sent: derived again by HMAC from its id, never stored. Wall time. */
type Code = { accountId: string; codeId: string; askedAt: Instant; expiresAt: Instant };
export type CodePurpose = 'verify' | 'reset' | 'email-change';

export type AccountEvent =
  | DomainEvent<
      'AccountRegistered',
      {
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
      }
    >
  | DomainEvent<'EmailVerificationAsked', Code & { email: string }>
  | DomainEvent<'EmailVerified', { accountId: string; codeId: string }>
  | DomainEvent<'CodeRefused', { accountId: string; codeId: string; purpose: CodePurpose }>
  | DomainEvent<'PasswordResetAsked', Code & { email: string }>
  | DomainEvent<'PasswordChanged', { accountId: string; passwordHash: string; by: 'code' | 'owner'; codeId: string }>
  | DomainEvent<'EmailChangeAsked', Code & { newEmail: string; newEmailHash: string; oldEmail: string }>
  | DomainEvent<'EmailChanged', { accountId: string; codeId: string; email: string; emailHash: string; oldEmailHash: string }>
  | DomainEvent<
      'ProfilePublished',
      {
        accountId: string;
        partyId: string;
        displayName: string;
        about: string;
        skills: readonly string[];
        languages: readonly { code: string; level: string }[];
        timeZone: string;
        workModes: readonly string[];
        country: string;
      }
    >
  | DomainEvent<'StaffRoleProposed', { accountId: string; role: AccountRole; proposedBy: string }>
  | DomainEvent<'RoleGranted', { accountId: string; role: AccountRole; grantedBy: readonly string[] }>
  | DomainEvent<'RoleWithdrawn', { accountId: string; role: AccountRole; reasonCode: string; by: string }>
  | DomainEvent<'AccountClosed', { accountId: string; partyId: string; reasonCode: string; closedAt: Instant }>;

const contact = { subject: 'accountId', purpose: 'contact' } as const;
const profile = { subject: 'accountId', purpose: 'profile' } as const;

/** Stream `identity.account-<accountId>`. */
export const accountStorage = {
  category: 'identity.account',
  schemaVersions: {
    AccountRegistered: 1,
    EmailVerificationAsked: 1,
    EmailVerified: 1,
    CodeRefused: 1,
    PasswordResetAsked: 1,
    PasswordChanged: 1,
    EmailChangeAsked: 1,
    EmailChanged: 1,
    ProfilePublished: 1,
    StaffRoleProposed: 1,
    RoleGranted: 1,
    RoleWithdrawn: 1,
    AccountClosed: 1,
  },
  personal: {
    AccountRegistered: { email: contact, displayName: profile },
    EmailVerificationAsked: { email: contact },
    PasswordResetAsked: { email: contact },
    EmailChangeAsked: { newEmail: contact, oldEmail: contact },
    EmailChanged: { email: contact },
    ProfilePublished: { displayName: profile, about: profile },
  },
} as const satisfies StorageContract<AccountEvent>;
